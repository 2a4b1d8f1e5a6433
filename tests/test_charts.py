"""Charts as SVG, parsed back: where the lines lead, and how dark the days are."""

from datetime import date, timedelta
from xml.etree import ElementTree

from conftest import SHIPPED, without_hours
from mlpath.export import charts
from mlpath.journal.journal import ItemProgress
from mlpath.pace import plan as plans
from mlpath.pace.outlook import outlook
from mlpath.pace.plan import Plan
from mlpath.roadmap.yaml import read as yaml_file

ROADMAP = without_hours(yaml_file.load(str(SHIPPED)))
IDS = [item.id for item in ROADMAP.items if ROADMAP.week_of(item)]
START = date(2026, 11, 23)
DAY = timedelta(days=1)


def burn_up(today: date, done: dict[date, int], *in_force: Plan, boxes: int = 0) -> ElementTree.Element | None:
    """Return the chart of so many items done on each day, and of some that only their boxes in the file say are done."""
    ids = iter(IDS)
    progress = {next(ids): ItemProgress("done") for _ in range(boxes)} | {
        next(ids): ItemProgress("done", day.isoformat(), day.isoformat())
        for day, count in done.items()
        for _ in range(count)
    }
    now = outlook(ROADMAP, progress, [plans.to_document(plan) for plan in in_force], today)
    svg = charts.burn_up(now, done)
    return None if svg is None else ElementTree.fromstring(svg)


def lines(svg: ElementTree.Element | None) -> dict[str, list[tuple[float, float]]]:
    """Return the points of each line by its kind."""
    assert svg is not None
    return {
        line.get("class", ""): [
            (float(x), float(y)) for x, y in (point.split(",") for point in line.get("points", "").split())
        ]
        for line in svg.iter("polyline")
    }


def test_a_burn_up_leads_from_the_ticks_to_the_end() -> None:
    today = START + timedelta(days=27)
    svg = burn_up(today, {START: 5, START + timedelta(days=7): 15}, Plan(start=START))
    drawn = lines(svg)
    assert list(drawn) == ["planned", "projected", "done"]
    assert [[y for _, y in line] == sorted((y for _, y in line), reverse=True) for line in drawn.values()] == [True] * 3
    bottom, top = drawn["planned"][0][1], drawn["planned"][-1][1]
    assert drawn["done"][0] == drawn["planned"][0]  # Both begin with nothing, on the day before the first.
    assert drawn["done"][-1] == drawn["projected"][0]
    assert abs((bottom - drawn["done"][-1][1]) / (bottom - top) - 20 / 57) < 0.01
    assert drawn["projected"][-1][1] == top
    assert svg is not None
    (now,) = (line for line in svg.iter("line") if line.get("class") == "today")
    assert float(now.get("x1", "")) == drawn["done"][-1][0]
    assert svg.get("aria-label") == (
        "20 of 57 items of the weeks done by 20 December 2026; planned until 14 February 2027; "
        "at the present pace done on 10 February 2027"
    )


def test_a_burn_up_begins_where_there_is_something_to_show() -> None:
    assert burn_up(START, {}) is None
    assert list(lines(burn_up(START, {}, Plan(start=START)))) == ["planned"]
    assert list(lines(burn_up(START, {START: 57}))) == ["done"]
    future = burn_up(START - timedelta(days=300), {}, Plan(start=START))
    assert future is not None
    assert [line for line in future.iter("line") if line.get("class") == "today"] == []


def test_what_has_no_day_was_done_before_the_first() -> None:
    (drawn,) = lines(burn_up(START, {START: 19}, boxes=38)).values()
    (bottom,) = {y for line in lines(burn_up(START, {START: 57})).values() for _, y in line[:1]}
    first, last = drawn[0][1], drawn[-1][1]
    assert abs((bottom - first) / (bottom - last) - 38 / 57) < 0.01


def test_months_are_named_where_they_begin() -> None:
    svg = burn_up(START, {}, Plan(start=START))
    assert svg is not None
    assert [text.text for text in svg.iter("text")][3:] == ["Dec 2026", "Jan 2027", "Feb", "today"]


def test_a_heatmap_has_a_square_a_day() -> None:
    today = date(2026, 11, 22)  # A Sunday.
    svg = ElementTree.fromstring(charts.heatmap({today: 3, today - DAY: 1, today - timedelta(days=200): 9}, today))
    squares = {square.findtext("title"): square for square in svg.iter("rect")}
    assert len(squares) == 26 * 7
    assert squares["22 Nov 2026: 3"].get("class") == "level3"
    assert squares["21 Nov 2026: 1"].get("class") == "level1"
    assert squares["20 Nov 2026: 0"].get("class") == "level0"
    assert svg.get("aria-label") == "4 items done in the 26 weeks up to 22 November 2026"
    assert [text.text for text in svg.iter("text")] == [
        *("Mon", "Wed", "Fri"),
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
    ]
    assert len(list(ElementTree.fromstring(charts.heatmap({}, today - timedelta(days=6))).iter("rect"))) == 1


def test_a_heatmap_begins_with_the_week_of_the_first_tick_and_keeps_its_scale() -> None:
    today = date(2026, 12, 2)  # A Wednesday.
    svg = ElementTree.fromstring(charts.heatmap({date(2026, 11, 26): 1}, today))
    squares = [square.findtext("title") for square in svg.iter("rect")]
    assert (squares[0], squares[-1], len(squares)) == ("23 Nov 2026: 0", "2 Dec 2026: 0", 10)
    assert svg.get("aria-label") == "1 item done in the 2 weeks up to 2 December 2026"
    assert [text.text for text in svg.iter("text")][3:] == ["Nov"]
    whole = ElementTree.fromstring(charts.heatmap({today - timedelta(days=400): 1}, today))
    assert svg.get("viewBox") == whole.get("viewBox")
    alone = ElementTree.fromstring(charts.heatmap({today: 1}, today))
    assert alone.get("aria-label") == "1 item done in the week up to 2 December 2026"
