"""Charts as SVG that stands in the page: laid out by pygal, coloured by our own style sheet, described in words.

The content security policy takes no style and no script from within a page, so those that pygal writes are taken out
and what is left is told by its classes: ``tone-*`` in ``console.css``. A table with the same numbers belongs beside
every chart (``parts.chart``): a picture is never the only way to read them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec
import pygal
from lxml import etree
from markupsafe import Markup
from pygal.style import Style

Tone = Literal["unacceptable", "high", "ordinary", "general", "ink", "soft", "faint", "good", "warn", "late", "link"]

_FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
# Sizes are what pygal lays labels out by; the same stand in the style sheet.
_STYLE = Style(font_family=_FONT, label_font_size=13, major_label_font_size=13, legend_font_size=13, value_font_size=12)
_WIDTH = 640
_GONE = ("defs", "style", "script", "desc")
_OVERLAYS = frozenset({"overlay", "text-overlay", "tooltip-overlay", "titles"})


Show = Callable[[float], str]


def plainly(value: float) -> str:
    """Whole numbers without a point."""
    return f"{value:g}" if value < 1_000_000 else f"{value:,.0f}"


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers under one name, in one colour of the style sheet; None where there is no number."""

    name: str
    values: Sequence[float | None]
    tone: Tone = "link"


def bars(  # noqa: PLR0913 - what a bar chart is told by
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    horizontal: bool = False,
    stacked: bool = True,
    height: int = 230,
    show: Show = plainly,
) -> Markup:
    """A bar chart: one bar a label, the series upon each other or side by side. ``show`` writes a number."""
    kinds = {
        (False, True): pygal.StackedBar,
        (False, False): pygal.Bar,
        (True, True): pygal.HorizontalStackedBar,
        (True, False): pygal.HorizontalBar,
    }
    chart = kinds[horizontal, stacked](x_labels=list(labels), **_options(height, show))
    return _drawn(chart, title, series)


def line(  # noqa: PLR0913  # each is named where it is used
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    height: int = 230,
    show: Show = plainly,
    marks: Sequence[float] | None = None,
) -> Markup:
    """A line through the numbers of each series; ``marks`` are the numbers that stand at its side."""
    upright: dict[str, Any] = (
        {}
        if marks is None
        else {
            "margin_left": 36,
            "margin_right": 36,  # half of a day's name, which stands under its point
            "y_labels": [{"value": mark, "label": show(mark)} for mark in marks],
        }
    )
    return _drawn(pygal.Line(x_labels=list(labels), **_options(height, show), **upright), title, series)


def ring(title: str, series: Sequence[Series], *, height: int = 230, show: Show = plainly) -> Markup:
    """Shares of a whole, one number a series."""
    return _drawn(pygal.Pie(inner_radius=0.62, **_options(height, show)), title, series)


def _options(height: int, show: Show) -> dict[str, Any]:
    return {
        "width": _WIDTH,
        "height": height,
        "margin": 8,
        "style": _STYLE,
        "show_legend": False,
        "js": (),
        "css": (),
        "no_prefix": True,
        "disable_xml_declaration": True,
        "tooltip_fancy_mode": False,
        "include_x_axis": True,
        "max_scale": 6,
        "truncate_label": -1,
        "formatter": lambda value: "" if value is None else show(value),
    }


def _drawn(chart: Any, title: str, series: Sequence[Series]) -> Markup:
    for each in series:
        chart.add(each.name, list(each.values))
    return _safe(chart.render_tree(), title, series)


def _safe(root: Any, title: str, series: Sequence[Series]) -> Markup:
    """The picture alone: no style, script, comment or identifier; every bar says its number when pointed at."""
    for place, each in enumerate(series):
        for group in root.iter("g"):
            if f"serie-{place}" in group.get("class", "").split():
                group.set("class", f"series tone-{each.tone}")
                _tell_numbers(group, each.name)
    for node in [*root.iter()]:
        if node.getparent() is not None and (node.tag in _GONE or not isinstance(node.tag, str) or _is_overlay(node)):
            node.getparent().remove(node)
        elif isinstance(node.tag, str):
            for unsafe in ("style", "id"):
                node.attrib.pop(unsafe, None)
    for given in root.findall("title"):  # "Pygal"
        root.remove(given)
    root.attrib.update({"class": "chart", "role": "img", "aria-label": title, "focusable": "false"})
    etree.cleanup_namespaces(root)
    # Written by an XML serialiser: whatever a branch or a list is called, it is text.
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704


def _tell_numbers(group: Any, name: str) -> None:
    for value in group.iter("desc"):
        if value.get("class") == "value":
            told = [each.text for each in value.itersiblings("desc") if each.get("class") == "x_label"]
            etree.SubElement(value.getparent(), "title").text = " · ".join(filter(None, (name, *told, value.text)))


def _is_overlay(node: Any) -> bool:
    return not _OVERLAYS.isdisjoint(node.get("class", "").split())
