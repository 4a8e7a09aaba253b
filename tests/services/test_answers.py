from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import msgspec

from amlrisk.app import create_app
from amlrisk.policy.loader import read_pack
from amlrisk.policy.model import Text
from amlrisk.services.import_list import import_list
from amlrisk.services.wording import wording_of
from tests.api.conftest import NOW, Api, Home, customer, home, listed_customer, new_key

__all__ = ["home"]  # the fixture


def test_an_assessment_reads_the_same_after_the_pack_moved_on(home: Home) -> None:

    system = home.open()
    for source in ("terror", "watch"):
        import_list(system, source, [home.path / f"{source}.csv"], actor="test")
    api = Api(create_app(system), new_key(system))
    answers = [api.post("/api/v1/checks", raw).get_json() for raw in (customer(), listed_customer())]

    home.settings_changes["policy"] = str(_pack_with_other_words(home.path))
    moved = home.open()
    api = Api(create_app(moved), new_key(moved))
    for answer in answers:
        assert api.get(f"/api/v1/assessments/{answer['assessment_id']}").get_json() == answer
    again = api.post("/api/v1/checks", customer()).get_json()
    assert again["policy"]["digest"] != answers[0]["policy"]["digest"]
    assert "Years lived" in {each["name"]["en"] for each in again["factors"]}


def _pack_with_other_words(folder: Path) -> Path:
    pack = folder / "pack"
    with as_file(files("amlrisk.policy") / "packs" / "cn_insurer") as shipped:
        shutil.copytree(shipped, pack)
    factors = pack / "factors_natural.yaml"
    text = factors.read_text(encoding="utf-8")
    assert "en: Age}" in text
    factors.write_text(text.replace("en: Age}", "en: Years lived}"), encoding="utf-8")
    return pack


def test_rules_that_only_share_a_digest_do_not_share_words() -> None:
    rules = read_pack("cn_insurer").on(NOW.date())
    card = rules.scorecards["natural"]
    renamed = msgspec.structs.replace(card[0], name=Text(zh="改名", en="renamed"))
    other = msgspec.structs.replace(rules, scorecards={**rules.scorecards, "natural": (renamed, *card[1:])})
    assert wording_of(rules) is wording_of(rules)
    assert wording_of(other) is not wording_of(rules)
