"""Charts stand in a page: nothing in them that its policy forbids, everything in them that a reader needs."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from markupsafe import Markup

from amlrisk.console.charts import Series, bars, line, ring

EVIL = "</svg><script>alert(1)</script>&\"'"
SERIES = (
    Series(name=EVIL, values=[3, 4], tone="late"),
    Series(name="乙", values=[1, None], tone="general"),
)


def charts() -> dict[str, Markup]:
    return {
        "stacked": bars(EVIL, ["北京分公司", EVIL], SERIES),
        "beside": bars(EVIL, ["北京分公司", EVIL], SERIES, stacked=False),
        "horizontal": bars(EVIL, ["北京分公司", EVIL], SERIES, horizontal=True),
        "line": line(EVIL, ["北京分公司", EVIL], SERIES),
        "ring": ring(EVIL, [Series(name=EVIL, values=[3], tone="late"), Series(name="乙", values=[9], tone="general")]),
    }


@pytest.mark.parametrize("name", list(charts()))
def test_nothing_that_the_policy_forbids(name: str) -> None:
    chart = charts()[name]
    root = etree.fromstring(chart)
    for node in root.iter():
        assert node.tag in {"svg", "g", "rect", "path", "text", "title", "circle"}, node.tag
        forbidden = {"style", "href", "id"} | {key for key in node.attrib if key.startswith("on") or "}" in key}
        assert not forbidden & set(node.attrib), node.attrib
    assert "http" not in chart
    assert "<!--" not in chart


@pytest.mark.parametrize("name", list(charts()))
def test_it_is_a_picture_with_a_name_in_the_colours_asked_for(name: str) -> None:
    root = etree.fromstring(charts()[name])
    assert (root.get("role"), root.get("aria-label")) == ("img", EVIL)
    assert root.get("viewBox") == "0 0 640 230"
    tones = re.findall(r"tone-\w+", " ".join(root.xpath("//g/@class")))
    assert tones == ["tone-late", "tone-general"]


def test_every_bar_says_its_number() -> None:
    root = etree.fromstring(charts()["stacked"])
    told = [node.text for node in root.iterfind(".//g[@class='bar']/title")]
    assert f"{EVIL} · 北京分公司 · 3" in told
    assert "乙 · 北京分公司 · 1" in told


def test_bars_are_as_high_as_their_numbers() -> None:
    root = etree.fromstring(bars("t", ["a", "b"], [Series(name="n", values=[10, 40])]))
    low, high = (float(each) for each in root.xpath("//g[@class='bar']/rect/@height"))
    assert high == pytest.approx(4 * low)


@pytest.mark.parametrize("values", [[], [None], [0, 0]])
def test_nothing_to_draw_is_drawn(values: list[float | None]) -> None:
    assert bars("t", ["a"] * len(values), [Series(name="n", values=values)]).startswith("<svg")


def test_a_number_is_written_as_asked() -> None:
    chart = bars("t", ["a"], [Series(name="n", values=[0.25])], show=lambda value: f"{value:.0%}")
    assert "25%" in chart
