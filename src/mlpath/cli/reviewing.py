"""`mlpath review`: a session of questions at a terminal, or of lines that come in from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mlpath.commands import review as commands
from mlpath.commands.deck import deck_of
from mlpath.commands.study import Study
from mlpath.errors import GuideError, UsageError
from mlpath.journal.events import GRADES
from mlpath.review.deck import Deck
from mlpath.review.results import Ending, Standing, intervals
from mlpath.review.session import Session
from mlpath.system import keys
from mlpath.terminal import output
from mlpath.terminal import review as views
from mlpath.terminal.error import error as message
from mlpath.terminal.page import View

_GOOD = GRADES[2]
_BY_WORD = {word: grade for number, grade in enumerate(GRADES, 1) for word in (str(number), grade)} | {"": _GOOD}
_TYPE, _EXPLAIN, _LATER, _UNDO, _STOP = "t", "e", "s", "u", "q"
_END = "\x04"


def review(study: Study, cards: Sequence[str]) -> Ending:
    """Ask cards one after the other, and return how that ended. Each answer is written before the next question. Raises KeyboardInterrupt."""
    return _Asking(study, cards).run()


class _Asking:
    """One session: what is asked, how, and what is known of the cards now."""

    def __init__(self, study: Study, cards: Sequence[str]) -> None:
        self._study = study
        self._session = Session(cards)
        self._deck = deck_of(study, study.look())
        self._keys = output.takes_keys()

    def run(self) -> Ending:
        while self._session.card:
            if not self._ask(commands.standing(self._study, self._deck, self._session.card)):
                break
        return commands.ending(self._study, self._deck, self._session)

    def _ask(self, standing: Standing) -> bool:
        """Ask a card and do what is answered; return whether the session goes on."""
        word = self._word("Answer?", {"", _TYPE}, standing, self._show_question)
        if word == _TYPE:
            words = output.ask_line("Yours:")
            keys.drop()  # Further lines that were pasted are no grades.
            self._show(lambda _: views.typed(words or ""))
            word = ""
        if word == "":
            word = self._word(f"Grade [{GRADES.index(_GOOD) + 1}]", set(_BY_WORD), standing, self._show_answer)
        if word in _BY_WORD:
            self._answer(standing, _BY_WORD[word])
        elif word == _LATER:
            self._session.later()
        elif word == _UNDO:
            self._take_back()
        return word != _STOP

    def _show_question(self, standing: Standing) -> None:
        self._show(lambda _: views.place(standing, len(self._session.waiting)))
        self._markdown(standing.card.question)
        self._show(views.asked)

    def _show_answer(self, standing: Standing) -> None:
        self._markdown(standing.card.answer)
        days = intervals(self._deck, standing.card.id, GRADES)
        self._show(lambda page: views.shown(days, page))

    def _word(self, question: str, own: set[str], standing: Standing, show: Callable[[Standing], None]) -> str:
        """Show the card, and return which of the words that mean something here was typed.

        The guide's part is shown as often as it is asked for, and the card once more behind it.
        """
        show(standing)
        while True:
            word = self._read(question)
            if word == _EXPLAIN:
                self._explain(standing)
                show(standing)
            elif word in own or word in (_LATER, _UNDO, _STOP):
                return word

    def _read(self, question: str) -> str:
        """Return the key, or the line, that is typed; at the end of the input, that the session stops."""
        if self._keys:
            key = output.choose(question)
            return _STOP if key in ("", _END) else key.strip()
        line = output.ask_line(question)
        return _STOP if line is None else line.casefold()

    def _answer(self, standing: Standing, grade: str) -> None:
        before = self._deck
        try:
            result = commands.answer(self._study, standing.card.id, grade)
        except UsageError as refused:
            self._refused(refused)
            return
        self._session.answer(grade, result.event)
        self._learn(result.deck, before)
        if result.standing.leech and grade == GRADES[0]:
            self._show(lambda _: views.leech(result.standing))

    def _take_back(self) -> None:
        last = self._session.take_back()
        if last is None:
            return
        try:
            self._learn(commands.take_back(self._study, last.card, last.event).deck, self._deck)
        except UsageError as refused:
            self._refused(refused)

    def _refused(self, error: UsageError) -> None:
        """Say what can't be done any more, as a guide or the journal changed meanwhile, and go on from what is there now."""
        output.complain(message(error), self._study.options.again)
        self._learn(deck_of(self._study, self._study.look()), self._deck)

    def _learn(self, now: Deck, before: Deck) -> None:
        """Go on from what is known now, without what another session answered meanwhile, and what is done no longer."""
        own = {given.event for given in self._session.given}
        gone = {card for card in self._session.waiting if card not in now.cards}
        self._session.without(commands.answered_elsewhere(before, now, own), gone)
        self._deck = now

    def _explain(self, standing: Standing) -> None:
        from mlpath.commands import learn
        from mlpath.terminal import learn as guides

        try:
            reading = learn.guide(self._study, standing.item.id)
        except GuideError:
            return
        output.show_paged(lambda page: guides.reading(guides.whole(reading), "", page), self._study.options.again)

    def _markdown(self, source: str) -> None:
        styled = output.is_styled()
        self._show(lambda page: views.markdown(source, page, styled=styled))

    def _show(self, view: View) -> None:
        output.show(view, self._study.options.again)
