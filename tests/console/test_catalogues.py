"""Everything that pages say is said in Chinese too, and nothing is translated that no page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from flask import Flask
from flask_babel import gettext

from amlrisk.app import create_app
from amlrisk.console.catalogues import TRANSLATED, areas, compiled
from amlrisk.services.system import System

CONSOLE = Path(__file__).resolve().parents[2] / "amlrisk" / "console"
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}

Said = tuple[str | None, str]


def said() -> Iterator[tuple[str, Said]]:
    """(file, (context, text)) of every text in the code; of those with a plural the singular."""
    found = extract_from_dir(CONSOLE, _METHODS, {"templates/**.html": {"trimmed": "true"}}, _KEYWORDS)
    for file, _, message, _, context in found:
        yield file, (context, message if isinstance(message, str) else message[0])


def translated() -> Iterator[tuple[str, Said, tuple[str, ...]]]:
    for area, catalogue in areas(TRANSLATED).items():
        for message in catalogue:
            if message.id:
                id = message.id if isinstance(message.id, str) else message.id[0]
                strings = (message.string,) if isinstance(message.string, str) else tuple(message.string)
                yield area, (message.context, id), strings


def test_there_is_something_to_hold() -> None:
    assert len(list(said())) > 150
    assert {"frame"} <= set(areas(TRANSLATED))


def test_every_text_is_translated() -> None:
    known = {what for _, what, strings in translated() if all(strings)}
    assert not {(file, what) for file, what in said() if what not in known}


def test_no_translation_is_left_over() -> None:
    spoken = {what for _, what in said()}
    assert not {(area, what) for area, what, _ in translated() if what not in spoken}


def test_a_translation_names_what_the_text_names() -> None:
    for area, (_, id), strings in translated():
        for string in strings:
            assert set(re.findall(r"%\((\w+)\)", string)) - {"num"} == set(re.findall(r"%\((\w+)\)", id)) - {"num"}, (
                area,
                id,
            )
            # Where something is put in, any other % would be taken for a place too.
            assert "%(" not in id or not re.search(r"%(?!\(\w+\)[sd]|%)", string), (area, id)


def test_areas_agree() -> None:
    """Where two areas say one text differently, one of them must give it a context (``pgettext``)."""
    said_by: dict[Said, dict[str, tuple[str, ...]]] = {}
    for area, what, strings in translated():
        said_by.setdefault(what, {})[area] = strings
    assert not {what: by for what, by in said_by.items() if len(set(by.values())) > 1}
    assert compiled(TRANSLATED).gettext("Overview") == "总览"


@pytest.mark.parametrize(("language", "expected"), [("zh", "总览"), ("en", "Overview"), ("fr", "总览")])
def test_a_page_is_in_its_readers_language(plain: System, language: str, expected: str) -> None:
    app: Flask = create_app(plain)
    with app.test_request_context("/", headers={"Accept-Language": language}):
        assert gettext("Overview") == expected
