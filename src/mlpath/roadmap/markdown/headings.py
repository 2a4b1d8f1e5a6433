"""The words of a heading: which level they name, its number, its title. Pure.

The vocabulary is that of roadmaps in the wild, in the languages that are met most.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from mlpath.roadmap.ids import slug

# Each word in the singular, as it stands before a number.
WEEK_WORDS = frozenset(
    """
    week wk woche semana semaine settimana неделя тиждень tydzień týden vecka uge uke viikko hafta
    tuần minggu 周 週 주 주차
    """.split()
)
DAY_WORDS = frozenset(
    """
    day tag día dia jour giorno день dzień den dag päivä gün ngày hari 天 日 일
    """.split()
)
OTHER_WORDS = frozenset(
    """
    month phase part tier stage module unit level chapter section step sprint session lesson lecture block quarter
    semester term year milestone track act season topic
    monat teil stufe modul einheit kapitel abschnitt schritt lektion etappe
    mes fase parte etapa nivel módulo modulo unidad unidade capítulo capitulo lección leccion bloque
    mois étape etape partie niveau chapitre unité unite leçon lecon
    mese tappa capitolo livello lezione
    месяц этап часть модуль уровень глава раздел урок
    maand deel miesiąc część etap månad del måned kuukausi osa ay bölüm
    月 章 阶段 階段 部分 部 课 課 单元 單元 단계 장
    """.split()
)
_WORDS = WEEK_WORDS | DAY_WORDS | OTHER_WORDS
# Sections of a week, by the first word of their slug.
_SECTION_WORDS = frozenset(
    """
    topic practice practise project exercise assignment homework task goal objective deliverable reading video
    resource theory lab quiz checklist milestone outcome skill tool
    themen übungen ubungen ziele aufgaben temas práctica practica ejercicios objetivos tareas exercices objectifs
    """.split()
)
_MOST_SECTION_WORDS = 4
# Sections that have no other word than this.
_SECTION_VERBS = frozenset("learn build study watch read review practice do todo hands-on deep-dive theory".split())
_RESOURCES = frozenset(
    """
    resource learning-resource additional-resource recommended-resource useful-resource extra-resource further-reading
    ressource ressourcen recurso ressources recursos quellen 资源 資源
    """.split()
)

_NUMBER = r"(?P<number>[0-9]{1,9}(?:\.[0-9]+)?)"
_WORD_FIRST = re.compile(rf"(?P<word>[^\W\d_]+)\s*[#№.-]?\s*{_NUMBER}(?P<rest>.*)$", re.DOTALL)
_NUMBER_FIRST = re.compile(
    rf"第?\s*{_NUMBER}(?P<upto>\s*[-–—~～至到]\s*[0-9]+)?\s*(?P<word>{'|'.join(w for w in sorted(_WORDS, key=len, reverse=True) if ord(w[0]) > 0x2E80)})(?:目)?(?P<rest>.*)$",
    re.DOTALL,
)
_ORDINAL_FIRST = re.compile(
    rf"{_NUMBER}(?:\.|st|nd|rd|th|ª|º|e|er|ère|ème)\s+(?P<word>[^\W\d_]+)(?P<rest>.*)$", re.DOTALL
)
# `Phase II`, `Part One`, `Tier A`: only where a heading ends or goes on behind a sign.
_SPELLED = re.compile(r"(?P<word>[^\W\d_]+)\s+(?P<spelled>[A-Za-z]{1,8})(?P<rest>\s*(?:$|[:：.)(|–—-]).*)$", re.DOTALL)
_NUMERALS = {
    numeral: number
    for numerals in (
        "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(),
        "one two three four five six seven eight nine ten eleven twelve".split(),
    )
    for number, numeral in enumerate(numerals, 1)
}
_TO = re.compile(r"\s*(?:-|–|—|&|/|\+|,|to|bis|and|und|y|et)\s*[0-9]+(?:\.[0-9]+)?(?=\s*(?:$|[^\w\s]))")
_JOIN = re.compile(r"^\s*(?:[:：.,;/)\]|·•→\uFE0F\u20E3-]|–|—)*\s*")


class Heading(NamedTuple):
    """A heading's text in its parts.

    `words` is all of it without decoration. `word` names its level, in the singular, as written; None where none is named.
    `number` is its number; None where it has none, or no whole one. `rest` is the text behind these two.
    """

    words: str
    word: str | None
    number: int | None
    rest: str

    @property
    def is_week(self) -> bool:
        """Whether it calls itself a week."""
        return self.word is not None and self.word.casefold() in WEEK_WORDS

    @property
    def is_day(self) -> bool:
        """Whether it calls itself a day."""
        return self.word is not None and self.word.casefold() in DAY_WORDS

    @property
    def is_section(self) -> bool:
        """Whether it is named as the sections of weeks are: Topics, Practice, Projects and so on."""
        words = slug(self.words)
        first, count = words.split("-")[0], words.count("-") + 1
        named = first in _SECTION_WORDS or first.removesuffix("s") in _SECTION_WORDS
        return words in _SECTION_VERBS or (named and count <= _MOST_SECTION_WORDS)

    @property
    def is_resources(self) -> bool:
        """Whether it is the heading of the resources."""
        words = slug(self.words)
        return words in _RESOURCES or words.removesuffix("s") in _RESOURCES


@lru_cache(100_000)
def parse_heading(title: str) -> Heading:
    """Return a heading's text in its parts."""
    words = undecorated(title)
    for pattern in (_NUMBER_FIRST, _WORD_FIRST, _ORDINAL_FIRST):
        match = pattern.match(words)
        word = match and _known(match["word"])
        if match and word:
            rest = match["rest"]
            ranged = _TO.match(rest)
            if rest[:1].isalnum() and not ranged:
                break
            whole = ranged is None and "." not in match["number"] and not match.groupdict().get("upto")
            return Heading(words, word, int(match["number"]) if whole else None, _JOIN.sub("", rest).strip())
    match = _SPELLED.match(words)
    word = match and _known(match["word"])
    if match and word and (len(match["spelled"]) == 1 or match["spelled"].casefold() in _NUMERALS):
        number = _spelled(match["spelled"])
        return Heading(words, word, number, words if number is None else _JOIN.sub("", match["rest"]).strip())
    return Heading(words, None, None, words)


def _spelled(text: str) -> int | None:
    """Return the number that a numeral or number word stands for; a letter, as in `Tier A`, stands for none."""
    number = _NUMERALS.get(text.casefold())
    return number if number is not None and (len(text) > 1 or text in ("I", "V", "X")) else None


def undecorated(title: str) -> str:
    """Return a heading without emoji and other signs before it, and without a colon behind it."""
    start = next((n for n, character in enumerate(title) if character.isalnum()), len(title))
    if start and title[start - 1] in "([{«“\"'":
        start -= 1
    return title[start:].strip().rstrip(":：").rstrip() or title.strip()


def _known(word: str) -> str | None:
    """Return the word in the singular, where it names a level."""
    for form in (word, word[:-1] if word[-1:].casefold() == "s" else word):
        if form.casefold() in _WORDS:
            return form
    return None
