"""The words of a heading: which level they name, its number, its title. Pure.

The vocabulary is that of roadmaps in the wild, in the languages that are met most.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from mlpath.roadmap.ids import slug

# What a heading may call itself.
WEEK, SESSION, UNIT, MONTH, TERM, PART = "week", "session", "unit", "month", "term", "part"
# Each word in the singular, as it stands before a number.
WEEK_WORDS = """
    week wk w kw woche kalenderwoche schulwoche lernwoche semana semaine settimana setmana săptămâna неделя тиждень тыдзень
    седмица tydzień týden týždeň teden tjedan sedmica vecka läsvecka studievecka uge uke viikko nädal nedēļa savaitė hét
    εβδομάδα hafta həftə tuần minggu pekan linggo أسبوع الأسبوع هفته שבוע सप्ताह সপ্তাহ สัปดาห์ สัปดาห์ที่ 周 週 星期 주 주차
"""
DAY_WORDS = "day tag día dia jour giorno день dzień den deň dag päivä gün nap ngày hari يوم اليوم 天 日 일 일차"
SESSION_WORDS = """
    session lesson lecture class sitzung lektion vorlesung lección leccion clase sesión sesion aula aula lição licao sessão séance
    leçon lecon lezione sessione урок занятие лекция lekcja lekce les ders buổi bài 课 課 讲 講 강 회차 회
"""
UNIT_WORDS = """
    module unit chapter sprint milestone modul einheit kapitel módulo modulo unidad unidade capítulo capitulo chapitre unité unite
    jalon unità модуль глава moduł rozdział hoofdstuk ünite chương 章 单元 單元 단원 장
"""
MONTH_WORDS = """
    month monat mes mês mois mese месяц місяць miesiąc měsíc månad måned kuukausi maand ay tháng bulan 月 个月 個月 월 개월
"""
TERM_WORDS = "year quarter semester term trimester jahr quartal año ano trimestre semestre année anno год четверть семестр rok jaar år"
PART_WORDS = """
    phase part tier stage level track act season step section topic block teil stufe etappe abschnitt schritt fase parte etapa
    nivel nível livello paso passo bloque bloco sección seção étape etape partie niveau tappa этап часть уровень фаза раздел шаг
    тема deel etap część krok del osa aşama kısım bölüm phần 阶段 階段 部分 部 篇 节 節 단계 부
"""
_SIZES = {
    word: size
    for size, words in (
        (PART, PART_WORDS),
        (TERM, TERM_WORDS),
        (MONTH, MONTH_WORDS),
        (UNIT, UNIT_WORDS),
        (SESSION, f"{DAY_WORDS} {SESSION_WORDS}"),
        (WEEK, WEEK_WORDS),
    )
    for word in words.split()
}
# The plurals that are no singular and an `s`, as they stand before a range.
_PLURALS = dict(
    pair.split(":")
    for pair in """
        wochen:woche tage:tag monate:monat teile:teil stufen:stufe phasen:phase etappen:etappe einheiten:einheit meses:mes mesi:mese
        settimane:settimana giorni:giorno недели:неделя дни:день месяцы:месяц weken:week dagen:dag veckor:vecka uker:uke uger:uge
    """.split()
)
_RESOURCES = frozenset(
    """
    resource learning-resource additional-resource recommended-resource useful-resource extra-resource further-reading
    ressource ressourcen recurso ressources recursos quellen 资源 資源
    """.split()
)
# Where a heading says further behind what it is, it must say it before so many characters.
_FAR = 200

_NUMBER = r"(?P<number>\d{1,9}(?:\.\d+)?)"
_UPTO = r"(?P<upto>\s*[-–—~～至到]\s*\d+)?"
_EASTERN = "|".join(word for word in sorted(_SIZES, key=len, reverse=True) if ord(word[0]) > 0x2E80)
_WORD = r"(?P<word>[^\s\d#№.:：,;()\[\]_–—-]+)"
_STARTS = (
    re.compile(rf"[第제]?\s*{_NUMBER}{_UPTO}\s*(?P<word>{_EASTERN})(?:目|차시)?(?P<rest>.*)$", re.DOTALL),
    re.compile(rf"第(?P<number>[一二三四五六七八九十]{{1,3}})(?P<word>{_EASTERN})(?P<rest>.*)$", re.DOTALL),
    re.compile(rf"{_WORD}\s*(?:[#№._-]|n[or]?[.°º]+)?\s*{_NUMBER}(?P<rest>.*)$", re.DOTALL | re.IGNORECASE),
    re.compile(rf"{_NUMBER}(?:\.|st|nd|rd|th|ª|º|e|er|ère|ème|-?[яйа])\s+{_WORD}(?P<rest>(?!\s*\w).*)$", re.DOTALL),
)
# `Phase II`, `Part One`, `Tier A`: only where a heading ends or goes on behind a sign.
_SPELLED = re.compile(r"(?P<word>[^\W\d_]+)\s+(?P<spelled>[A-Za-z]{1,8})(?P<rest>\s*(?:$|[:：.)(|–—-]).*)$", re.DOTALL)
_DATED = re.compile(
    r"(?P<word>week|woche|semana|semaine|settimana)\s+(?:of|vom|del?|du)\s+(?P<rest>\S.*)$", re.DOTALL | re.IGNORECASE
)
# `3. Week 3`, `[x] Week 3`: counted or ticked.
_COUNTED = re.compile(r"(?:\[[ xX]\]|\(?\d+(?:\.\d+)*[.)]?)\s+(?=\S)")
# What stands before a name that comes behind: `Trees (Week 3)`, `Milestone: Week 3`, `Trees - Week 3`.
_BEHIND = re.compile(r"(?P<before>\S)(?:\s*[(\[（【:：]\s*|\s+[-–—|·•]\s+)(?=\S)")
_NUMERALS = {
    numeral: number
    for numerals in (
        "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(),
        "one two three four five six seven eight nine ten eleven twelve".split(),
    )
    for number, numeral in enumerate(numerals, 1)
}
_TO = re.compile(
    r"[-–—~]\d+(?!\w)|"
    r"\s*(?:-|–|—|~|&|/|\+|,|to|through|bis|and|und|y|a|à|et|e)\s*\d+(?:\.\d+)?(?=\s*(?:$|[^\w\s]))"
)
# `(8周)` says how long it takes, `(第8周)` when it is.
_LASTING = re.compile(rf"\d+\s*(?:{_EASTERN})(?!目|차)")
_JOIN = re.compile(r"^\s*(?:[_:：.,;/)）\]】|·•→\uFE0F\u20E3-]|–|—)*\s*")


class Heading(NamedTuple):
    """A heading's text in its parts.

    `words` is all of it without decoration. `word` names its level, in the singular, as written; None where none is named.
    `number` is its number; None where it has none, or no whole one. `rest` is the text around these two, all of it where there is no
    number. `several` is true for more than one of them: `Weeks 1-4`.
    """

    words: str
    word: str | None
    number: int | None
    rest: str
    several: bool = False

    @property
    def size(self) -> str | None:
        """What it calls itself: WEEK, SESSION, UNIT, MONTH, TERM, PART, or nothing."""
        return _SIZES.get(self.word.casefold()) if self.word else None

    @property
    def is_resources(self) -> bool:
        """Whether it is the heading of the resources."""
        words = slug(self.words)
        return words in _RESOURCES or words.removesuffix("s") in _RESOURCES


@lru_cache(100_000)
def parse_heading(title: str) -> Heading:
    """Return a heading's text in its parts."""
    words = undecorated(title)
    counted = _COUNTED.match(words)
    heading = _named(words) or (counted and _named(words[counted.end() :]))
    if heading:
        return heading._replace(words=words, rest=words if heading.number is None else heading.rest)
    for behind in _BEHIND.finditer(words, 0, _FAR):
        heading = None if _LASTING.match(words, behind.end()) else _named(words[behind.end() :])
        if heading and heading.size in (WEEK, SESSION):
            parts = (words[: behind.end("before")], heading.rest)
            return heading._replace(
                words=words, rest=words if heading.number is None else ": ".join(filter(None, parts))
            )
    return Heading(words, None, None, words)


def _named(words: str) -> Heading | None:
    """Return the parts of words that begin with the name of a level and a number; None where they don't."""
    for pattern in _STARTS:
        match = pattern.match(words)
        word, plural = _known(match["word"]) if match else (None, False)
        if match and word:
            rest = match["rest"]
            ranged = bool(_TO.match(rest) or match.groupdict().get("upto"))
            glued = match.end("word") == match.start("number")
            if (rest[:1].isalnum() and not ranged) or (word in "wW" and not (glued and not rest[:1].isspace())):
                return None
            if ranged or "." in match["number"]:
                return Heading(words, word, None, words, ranged and plural)
            return Heading(words, word, _number(match["number"]), _JOIN.sub("", rest).strip())
    dated = _DATED.match(words)
    if dated:
        return Heading(words, dated["word"], None, words)
    match = _SPELLED.match(words)
    word, _ = _known(match["word"]) if match else (None, False)
    if match and word and (len(match["spelled"]) == 1 or match["spelled"].casefold() in _NUMERALS):
        number = _spelled(match["spelled"])
        return Heading(words, word, number, words if number is None else _JOIN.sub("", match["rest"]).strip())
    return None


def _number(digits: str) -> int:
    """Return the number that digits or Chinese numerals up to 99 stand for."""
    if digits.isdecimal():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    values = {numeral: value for value, numeral in enumerate("一二三四五六七八九", 1)}
    return (values.get(tens, 1) * 10 if ten else 0) + values.get(ones, 0)


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


def _known(word: str) -> tuple[str | None, bool]:
    """Return the word in the singular, where it names a level, and whether it was a plural."""
    folded = word.casefold()
    if folded in _SIZES:
        return word, False
    if folded in _PLURALS:
        singular = _PLURALS[folded]
        return word[0] + singular[1:], True
    if folded[-1:] == "s" and folded[:-1] in _SIZES:
        return word[:-1], True
    return None, False
