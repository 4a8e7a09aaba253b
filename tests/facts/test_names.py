"""What a name must have to be one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.facts.issues import TEXTS
from amlrisk.facts.names import check_name, reads_like_organisation


@pytest.mark.parametrize(
    ("name", "person", "code"),
    [
        ("张伟", True, None),
        ("O", True, None),
        ("360", False, None),
        ("360", True, "no_letters"),
        ("---", False, "no_letters"),
        ("。。。", True, "no_letters"),
        ("\u0640\u0640", True, "no_letters"),
        ("\u3164", False, "no_letters"),
        ("محـمد", True, None),
        ("", True, "empty"),
        ("x" * 500, True, None),
        ("x" * 501, True, "too_long"),
        ("x" * 10_000, True, "too_long"),
        ("a\x00b", True, "control_character"),
        ("a\u202eb", False, "control_character"),
    ],
)
def test_check_name(name: str, person: bool, code: str | None) -> None:
    issues = check_name(name, "full_name", person=person)
    assert [(i.path, i.code) for i in issues] == ([] if code is None else [("full_name", code)])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("北京某某贸易有限公司", True),
        ("某某集团（香港）", True),
        ("ACME Trading Co., Ltd.", True),
        ("Example Holdings LLC", True),
        ("Muster GmbH", True),
        ("张伟", False),
        ("公司法", False),
        ("John Cole", False),
        ("Inca Lopez", False),
    ],
)
def test_reads_like_organisation(name: str, expected: bool) -> None:
    assert reads_like_organisation(name) is expected


@given(st.text(max_size=600), st.booleans())
def test_any_text_is_a_name_or_one_issue(name: str, person: bool) -> None:
    issues = check_name(name, "name", person=person)
    assert len(issues) <= 1
    assert all(issue.code in TEXTS for issue in issues)
