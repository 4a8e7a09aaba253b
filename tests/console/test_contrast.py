"""Every colour that is read can be read: WCAG AA, computed from the style sheets themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from amlrisk.policy.vocabulary import Grade

STATIC = Path(__file__).resolve().parents[2] / "amlrisk" / "console" / "static"
SHEETS = {
    path.name: re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL) for path in STATIC.glob("*.css")
}
MAIN = SHEETS["console.css"]
VARIABLES = dict(re.findall(r"(--[a-z][a-z-]*): (#[0-9a-f]{3,6});", MAIN))

TEXT, LARGE_OR_PICTURE = 4.5, 3.0
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(each * 2 for each in digits) if len(digits) == 3 else digits
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def resolved(value: str) -> str | None:
    value = value.strip()
    if variable := re.fullmatch(r"var\((--[a-z-]+)\)", value):
        return VARIABLES.get(variable[1])
    return value if re.fullmatch(r"#[0-9a-f]{3}|#[0-9a-f]{6}", value) else None


def rules() -> Iterator[tuple[str, str, dict[str, str]]]:
    """(sheet, selector, declarations) of every rule."""
    for sheet, text in SHEETS.items():
        for selector, body in _RULE.findall(text):
            pairs = (each.split(":", 1) for each in body.split(";") if ":" in each)
            yield sheet, selector.strip(), {name.strip(): value.strip() for name, value in pairs}


def painted() -> list[tuple[str, str, str]]:
    """(where, colour, ground) of every rule that says both."""
    found = []
    for sheet, selector, told in rules():
        for colour, ground in (
            ("color", "background"),
            ("color", "background-color"),
            ("--bs-btn-color", "--bs-btn-bg"),
            ("--bs-btn-hover-color", "--bs-btn-hover-bg"),
        ):
            ink, paper = resolved(told.get(colour, "")), resolved(told.get(ground, ""))
            if ink and paper:
                found.append((f"{sheet}: {selector}", ink, paper))
    return found


def test_the_arithmetic_is_that_of_the_guidelines() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


def test_there_is_something_to_look_at() -> None:
    assert len(painted()) > 20
    assert {"--ink", "--soft", "--link", "--ground", "--track"} <= set(VARIABLES)


@pytest.mark.parametrize(("where", "ink", "paper"), painted(), ids=lambda value: str(value)[:60])
def test_words_on_a_ground_of_their_own(where: str, ink: str, paper: str) -> None:
    assert contrast(ink, paper) >= TEXT, where


@pytest.mark.parametrize("ground", ["--card", "--ground"])
@pytest.mark.parametrize(
    "ink", ["--ink", "--soft", "--link", *(f"--{grade}" for grade in Grade), "--good-ink", "--bad-ink"]
)
def test_words_on_paper(ink: str, ground: str) -> None:
    assert contrast(VARIABLES[ink], VARIABLES[ground]) >= TEXT


@pytest.mark.parametrize("grade", list(Grade))
def test_a_grade_has_one_colour_everywhere(grade: Grade) -> None:
    """Badge, bar and chart take it from one variable, and no other thing has it under another name."""
    assert contrast("#ffffff", VARIABLES[f"--{grade}"]) >= TEXT
    assert contrast(VARIABLES[f"--{grade}"], VARIABLES["--track"]) >= LARGE_OR_PICTURE
    for selector in (f".grade-{grade} {{ background", f".fill-{grade} {{ fill", f".tone-{grade} {{ fill"):
        assert f"{selector}: var(--{grade});" in MAIN
    assert len({VARIABLES[f"--{each}"] for each in Grade}) == len(Grade)


@pytest.mark.parametrize("tone", ["late", "warn", "link", "soft", "ink", "good"])
def test_bars_stand_out_from_the_paper(tone: str) -> None:
    fill = re.search(rf"\.tone-{tone} {{ fill: ([^;]+);", MAIN)
    assert fill is not None
    colour = resolved(fill[1])
    assert colour is not None
    assert contrast(colour, VARIABLES["--card"]) >= LARGE_OR_PICTURE


def test_focus_is_seen_on_light_and_on_dark() -> None:
    assert contrast(VARIABLES["--focus"], VARIABLES["--card"]) >= LARGE_OR_PICTURE
    assert contrast(VARIABLES["--focus"], VARIABLES["--ground"]) >= LARGE_OR_PICTURE
    on_dark = re.search(r"\.bar :focus-visible \{ outline-color: (#[0-9a-f]+)", MAIN)
    assert on_dark is not None
    assert contrast(on_dark[1], VARIABLES["--deep"]) >= LARGE_OR_PICTURE
    assert not re.search(r"outline: (0|none)", MAIN.replace("main:focus { outline: 0; }", ""))


def test_no_sheet_loads_anything() -> None:
    for sheet, text in SHEETS.items():
        assert "url(" not in text, sheet
        assert "@import" not in text, sheet
