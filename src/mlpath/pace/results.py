"""What commands return that speak of the calendar: pure tuples, as those in `progress.results`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # What a command does not return takes no time to import.
    from datetime import date

    from mlpath.pace.activity import Streak
    from mlpath.pace.outlook import Outlook
    from mlpath.progress.reports import Period
    from mlpath.progress.results import Checklist, Finale
    from mlpath.progress.retained import Retained
    from mlpath.progress.summary import Count, Entry, GroupSummary, Next, Overview, Upcoming
    from mlpath.roadmap.roadmap import Item, Roadmap


ON_TRACK, AHEAD, BEHIND, PAUSED, DONE, NO_PLAN = "on-track", "ahead", "behind", "paused", "done", "no-plan"


class Verdict(NamedTuple):
    """How one stands, in one of the words above, and the numbers that belong to it.

    Items are those of the weeks. One may be behind in hours alone, with `behind_items` 0; `behind_hours` is None where the plan
    does not reckon in hours. `finish_planned` is None without a plan, `finish_at_pace` where nothing can be foretold yet; of
    weeks that are done, it is the day of the last tick.
    """

    word: str
    behind_items: int = 0
    behind_hours: float | None = None
    ahead_items: int = 0
    finish_planned: date | None = None
    finish_at_pace: date | None = None


class Keeping(NamedTuple):
    """How progress is kept. `exists` is false where there is no state file.

    `way_back` says how to get progress back where there is none, but a backup of one; None elsewhere. `notices` say what else than
    mlpath did to the state file or the roadmap's, each in a sentence with what goes on from there. `orphans` counts the ids
    that the roadmap no longer has.
    """

    exists: bool
    way_back: str | None
    notices: tuple[str, ...]
    orphans: int


class Today(NamedTuple):
    """What matters today: how far one is, the week one is in, what to do now, and whether that is on track.

    `week` is that of the first of the `items`; None where no week has anything open. `hours_left` are the hours of its open
    items, None where one of them names none. `guided` holds the ids of the items that a guide explains. `outlook` is None where
    there is neither a plan nor anything done. `finale` is the whole way through the weeks, None before its end. `due` counts the cards to
    ask today.
    """

    roadmap: Roadmap
    numbers: Count
    verified: Count
    retained: Retained
    due: int
    week: GroupSummary | None
    hours_left: float | None
    items: tuple[Next, ...]
    guided: frozenset[str]
    verdict: Verdict
    outlook: Outlook | None
    streak: Streak
    finale: Finale | None
    keeping: Keeping


class Status(NamedTuple):
    """How far everything is. `detail` is the part that was asked for, if one was.

    `outlook` says whether one is on track; None where there is neither a plan nor anything done.
    """

    roadmap: Roadmap
    roadmap_path: str
    state_path: str
    overview: Overview
    detail: Checklist | None
    outlook: Outlook | None
    today: Today


class Agenda(NamedTuple):
    """What to do now, and the outlook where there is a plan. `guided` holds the ids of the items that a guide explains.

    `due` counts the cards to ask today; `forgotten` is the entry whose card was forgotten most often, and that often, where that is too
    often.
    """

    roadmap: Roadmap
    upcoming: Upcoming
    outlook: Outlook | None
    guided: frozenset[str]
    due: int = 0
    forgotten: tuple[Entry, int] | None = None


class Planning(NamedTuple):
    """The outlook now, and the one before a change; `before` is None where nothing was to change.

    `way` is the one of the three ways back that was chosen, if one was; `resumed` the item to go on with after a pause.
    """

    roadmap: Roadmap
    outlook: Outlook
    before: Outlook | None = None
    way: str | None = None
    resumed: Item | None = None


class Retrospective(NamedTuple):
    """What became of a period: done, begun (and not done), slipped (planned for it and still open), and other notes."""

    period: Period
    done: tuple[Entry, ...]
    begun: tuple[Entry, ...]
    slipped: tuple[Entry, ...]
    noted: tuple[Entry, ...]
    overall: Count
    verified: Count
    retained: Retained
    outlook: Outlook
    roadmap: Roadmap


class Stats(NamedTuple):
    """The effort: items done per day and per ISO week (by its Monday), streaks, and name, title and count per section.

    `recalled` is what was retained at the end of each of the last weeks, and now; `forecast` how many cards come on each of the next days,
    today first. Both are empty where there are no cards.
    """

    today: date
    roadmap: Roadmap
    days: dict[date, int]
    per_week: dict[date, int]
    streak: Streak
    overall: Count
    verified: Count
    sections: tuple[tuple[str, str, Count], ...]
    retained: Retained
    recalled: tuple[tuple[date, Retained], ...]
    forecast: tuple[int, ...]
