"""Progress as one web page that needs nothing else: no script, no request, light, dark and on paper."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

import jinja2
from markupsafe import Markup

from mlpath import dates
from mlpath.errors import InstallationError
from mlpath.export import charts
from mlpath.journal.journal import ItemProgress, Progress
from mlpath.journal.transitions import DONE, TODO, WORDS
from mlpath.pace import activity
from mlpath.pace.outlook import CURRENT, Outlook
from mlpath.pace.results import Stats, Status
from mlpath.pace.sentence import standing
from mlpath.progress.summary import Count, Entry, count, entry, in_weeks
from mlpath.roadmap.roadmap import MONTH, RESOURCES, SECTION, WEEK, Group, Roadmap
from mlpath.text import is_web_address, one_line, web_addresses

_TEMPLATE = "page.html"


def render(roadmap: Roadmap, progress: Progress, status: Status, stats: Stats, outlook: Outlook) -> str:
    """Return the page as HTML. Raises InstallationError where its template is missing."""
    folder = os.path.dirname(os.path.abspath(__file__))
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=_harmless,
    )
    try:
        template = environment.get_template(_TEMPLATE)
    except jinja2.TemplateNotFound:
        raise InstallationError(os.path.join(folder, _TEMPLATE)) from None
    burn_up = charts.burn_up(outlook, activity.days(_in_weeks(roadmap, progress)))
    return template.render(
        title=roadmap.title,
        overview=roadmap.overview,
        closing=roadmap.closing,
        overall=_numbers(status.overview.numbers),
        verified=_numbers(status.overview.verified),
        retained=status.overview.retained.percent,
        sentence=standing(outlook, roadmap),
        burn_up=burn_up,
        legend={
            "planned": outlook.planned,
            "projected": bool(outlook.finish_at_pace and outlook.finish_at_pace > outlook.today),
        },
        heatmap=charts.heatmap(stats.days, stats.today),
        streak=stats.streak,
        months=list(_months(roadmap, progress, outlook)),
        resources=list(_resources(roadmap, progress)),
        day=dates.long_day(outlook.today),
    )


def _harmless(value: Any) -> Any:
    """Return a value as the page shows it: no control character, no direction override of somebody's text."""
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _in_weeks(roadmap: Roadmap, progress: Progress) -> Iterator[ItemProgress]:
    """Yield the progress of the weeks' items."""
    for place in in_weeks(roadmap):
        if roadmap.items[place].id in progress:
            yield progress[roadmap.items[place].id]


def _months(roadmap: Roadmap, progress: Progress, outlook: Outlook) -> Iterator[Mapping[str, Any]]:
    planned = {week.group.address: week for week in outlook.weeks}
    for month in roadmap.within(-1, MONTH):
        weeks = []
        for week in roadmap.within(roadmap.group_indexes[month.address], WEEK):
            plan = planned[week.address]
            weeks.append(
                {
                    **_group(roadmap, progress, week),
                    "dates": dates.span(plan.first, plan.last) if plan.first and plan.last else "",
                    "state": (plan.state or "").replace("-", " "),
                    "current": plan.state == CURRENT,
                    "at": week == outlook.at,
                    "sections": list(_sections(roadmap, progress, week)),
                }
            )
        own = {} if roadmap.has_months else {"heading": month.title, "title": ""}
        yield {**_group(roadmap, progress, month), **own, "weeks": weeks}


def _resources(roadmap: Roadmap, progress: Progress) -> Iterator[Mapping[str, Any]]:
    if roadmap.resource_places:
        yield from _sections(roadmap, progress, next(roadmap.within(-1, RESOURCES)))


def _sections(roadmap: Roadmap, progress: Progress, around: Group) -> Iterator[Mapping[str, Any]]:
    for section in roadmap.within(roadmap.group_indexes[around.address], SECTION):
        items = [_item(entry(roadmap, progress, place)) for place in range(section.start, section.end)]
        yield {**_group(roadmap, progress, section), "items": items}


def _group(roadmap: Roadmap, progress: Progress, group: Group) -> dict[str, Any]:
    heading = roadmap.heading(group)
    return {
        "address": group.address,
        "heading": heading,
        "title": group.title if group.title != heading else "",
        "numbers": _numbers(count(roadmap, progress, range(group.start, group.end))),
    }


def _numbers(count: Count) -> dict[str, Any]:
    return {"done": count.done, "total": count.total, "percent": count.percent}


def _item(entry: Entry) -> Mapping[str, Any]:
    words = "" if entry.status in (TODO, DONE) else WORDS[entry.status]
    done = f"done {dates.day(entry.done_on)}" if entry.done_on else words
    return {
        "id": entry.item.id,
        "title": entry.item.title,
        "address": entry.item.address,
        "depth": entry.item.depth,
        "url": _web_address(entry.item.url),
        "status": entry.status,
        "done": entry.status == DONE,
        "words": f"{done}, verified" if entry.verified_on else done,
        "notes": [
            {"text": _with_links(one_line(note.text or "")), "link": note.link or "", "url": _web_address(note.link)}
            for note in entry.notes
        ],
    }


def _with_links(text: str) -> Markup:
    """Return a text as HTML, with the addresses of web pages in it as links."""
    whole, rest = Markup(), text
    for url in web_addresses(text):
        before, _, rest = rest.partition(url)
        whole += Markup('{}<a href="{}" rel="noopener noreferrer">{}</a>').format(before, url, url)
    return whole + rest


def _web_address(link: str | None) -> str:
    """Return a link that leads to a web page; anything else (`javascript:` above all) is shown and leads nowhere."""
    return link if link and is_web_address(link.lower()) else ""
