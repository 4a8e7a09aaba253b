from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from amlrisk.errors import PolicyInvalid, PolicyNotFound, PolicyNotInForce
from amlrisk.policy.loader import Pack, load_archived, load_pack, pack_digest, read_pack, shipped_packs
from amlrisk.policy.model import Rules
from tests.policy.conftest import DAY, Edited


def test_the_shipped_packs_load(pack: Pack) -> None:
    rules = pack.on(DAY)
    assert (rules.pack, rules.version, rules.digest) == (pack.name, pack.version, pack.digest)
    for factors in rules.scorecards.values():
        assert sum(factor.weight for factor in factors) == 100


def test_the_folder_of_a_shipped_pack_is_its_id() -> None:
    assert [read_pack(name).name for name in shipped_packs()] == list(shipped_packs())


def test_archived_bytes_reload_to_the_same_digest_and_rules(pack: Pack) -> None:
    again = load_pack(dict(reversed(pack.files.items())), "archive")
    assert again.digest == pack.digest
    assert again.on(DAY) == pack.on(DAY)


def test_a_folder_and_the_package_give_the_same_pack(cn_insurer: Pack, tmp_path: Path) -> None:
    for name, data in cn_insurer.files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "NOTES.md").write_text("not a file of the pack")
    assert read_pack(str(tmp_path)).digest == cn_insurer.digest


def test_the_digest_tells_names_and_bytes_apart() -> None:
    files = {"a": b"1", "b": b"2"}
    assert pack_digest(files) == pack_digest({"b": b"2", "a": b"1"})
    others = [{"a": b"1"}, {"a": b"2", "b": b"1"}, {"a": b"1b", "": b"2"}, {"a": b"1\nb\n1\n2"}, {}]
    assert len({pack_digest(other) for other in [files, *others]}) == len(others) + 1


@pytest.mark.parametrize("name", ["no_such_pack", "", "../cn_insurer"])
def test_a_pack_that_is_not_there(name: str) -> None:
    with pytest.raises(PolicyNotFound):
        read_pack(name)


def test_nothing_is_in_force_before_the_first_edition(pack: Pack) -> None:
    first = pack.turning_days()[0]
    assert pack.on(first).on == first
    with pytest.raises(PolicyNotInForce) as caught:
        pack.on(first - timedelta(days=1))
    assert caught.value.params["path"] == "pack.yaml"


def test_the_last_edition_on_or_before_the_day_holds(edited: Edited) -> None:
    old = edited("lists.yaml", "value: 0.20", "value: 0.20")["lists.yaml"].decode()
    newer = old[old.index("  - from:") :].replace("2026-02-16", "2026-10-01").replace("value: 0.20", "value: 0.10")
    pack = load_pack(edited("lists.yaml", old, old + newer), "test")
    assert str(pack.on(date(2026, 9, 30)).list_guards.max_shrink_ratio) == "0.20"
    assert str(pack.on(date(2026, 10, 1)).list_guards.max_shrink_ratio) == "0.10"
    assert pack.turning_days() == (date(2026, 2, 16), date(2026, 10, 1))


def test_a_later_edition_is_checked_on_loading(edited: Edited) -> None:
    old = edited("lists.yaml", "value: 0.20", "value: 0.20")["lists.yaml"].decode()
    newer = old[old.index("  - from:") :].replace("2026-02-16", "2099-01-01").replace("ml_linkage", "no_such_factor")
    with pytest.raises(PolicyInvalid, match=re.escape("editions[1].effects[5].factor")):
        load_pack(edited("lists.yaml", old, old + newer), "test")


def test_a_tables_age_is_warned_about_from_the_day_after_its_limit(cn_insurer: Pack) -> None:
    table = cn_insurer.on(DAY).country_tables["fatf_black"]
    assert table.max_age_days is not None
    last = table.as_of + timedelta(days=table.max_age_days)
    assert cn_insurer.on(last).warnings == ()
    warned = cn_insurer.on(last + timedelta(days=1)).warnings
    assert [w for w in warned if "FATF black list" in w.en and str(table.as_of) in w.zh]


def test_every_number_says_where_it_comes_from(rules: Rules) -> None:
    assert {"levels", "missing_level", "grades.high.review_months", "currencies", "matching"} <= rules.sources.keys()
    references = [source.reference for source in rules.sources.values()]
    references += [factor.reference for factors in rules.scorecards.values() for factor in factors]
    references += [part.reference for part in (*rules.cutoffs, *rules.direct, *rules.floors, *rules.effects.values())]
    assert {*references} <= rules.references.keys()


def test_an_archived_pack_with_the_numbers_of_an_earlier_engine_still_grades(pack: Pack) -> None:
    earlier = pack.files["matching.yaml"].replace(b"typo_most:", b"candidate_cosine:")
    files = {**pack.files, "matching.yaml": earlier}
    with pytest.raises(PolicyInvalid):
        load_pack(files, "archive")
    archived = load_archived(files, "archive", pack)
    assert archived.digest == pack_digest(files) != pack.digest
    assert archived.files == files
    then, now = archived.on(DAY), pack.on(DAY)
    assert then.digest == archived.digest
    assert (then.scorecards, then.matching) == (now.scorecards, now.matching)


def before_value(pack: Pack) -> dict[str, bytes]:
    """The files of a pack as they were before there was a value tier."""
    return {name: data for name, data in pack.files.items() if not name.startswith("value_")}


def before_cases(pack: Pack) -> dict[str, bytes]:
    """The files of a pack as they were before there was a ``review.yaml``."""
    files = {name: data for name, data in before_value(pack).items() if name != "review.yaml"}
    labels = files["labels.yaml"].decode()
    start, end = labels.index("  trigger:\n"), labels.index("  condition:\n")
    files["labels.yaml"] = (labels[:start] + labels[end:]).encode()
    references = files["references.yaml"].decode()
    files["references.yaml"] = references[: references.index("  proposed-review:")].encode()
    return files


def test_a_pack_archived_before_there_were_cases_grades_under_its_own_digest(pack: Pack) -> None:
    files = before_cases(pack)
    with pytest.raises(PolicyInvalid, match=r"review\.yaml"):
        load_pack(files, "archive")
    archived = load_archived(files, "archive", pack)
    assert (archived.digest, archived.files) == (pack_digest(files), files)
    assert archived.digest != pack.digest
    assert archived.turning_days() == pack.turning_days()
    then, now = archived.on(DAY), pack.on(DAY)
    assert then.digest == archived.digest
    assert msgspec.structs.replace(then, digest="", references={}) == msgspec.structs.replace(
        now, digest="", references={}
    )
    assert then.references == now.references


def test_such_a_pack_is_in_force_before_the_review_that_it_borrows(pack: Pack) -> None:
    later = pack.files["review.yaml"].replace(b"from: 2026-02-16", b"from: 2026-11-20")
    present = load_pack({**pack.files, "review.yaml": later}, "test")
    with pytest.raises(PolicyNotInForce):
        present.on(DAY)
    assert load_archived(before_cases(pack), "archive", present).on(DAY).scorecards == pack.on(DAY).scorecards


def test_a_pack_archived_before_the_value_tier_grades_and_takes_the_present_one(pack: Pack) -> None:
    files = before_value(pack)
    with pytest.raises(PolicyInvalid, match=r"value_appraisal\.yaml"):
        load_pack(files, "archive")
    archived = load_archived(files, "archive", pack)
    assert archived.digest == pack_digest(files) != pack.digest
    assert archived.turning_days() == pack.turning_days()
    assert msgspec.structs.replace(archived.on(DAY), digest=pack.digest) == pack.on(DAY)
    then, now = archived.value_on(DAY), pack.value_on(DAY)
    assert then.digest == archived.digest
    assert (then.club.companies, then.motor.moves, then.tiers.gate) == (
        now.club.companies,
        now.motor.moves,
        now.tiers.gate,
    )


def test_a_pack_with_some_of_the_value_files_is_broken_not_old(pack: Pack) -> None:
    files = {name: data for name, data in pack.files.items() if name != "value_motor.yaml"}
    with pytest.raises(PolicyInvalid, match=r"value_motor\.yaml"):
        load_archived(files, "archive", pack)


def test_an_archived_pack_of_an_earlier_engine_and_before_cases_still_grades(pack: Pack) -> None:
    files = before_cases(pack)
    files["matching.yaml"] = files["matching.yaml"].replace(b"typo_most:", b"candidate_cosine:")
    assert load_archived(files, "archive", pack).on(DAY).scorecards == pack.on(DAY).scorecards


def test_a_word_of_the_archive_is_not_replaced_by_a_later_one(pack: Pack) -> None:
    files = before_cases(pack)
    renamed = load_pack(
        {**pack.files, "labels.yaml": pack.files["labels.yaml"].replace("接受".encode(), "承保".encode())}, "t"
    )
    assert load_archived(files, "archive", renamed).on(DAY).labels["decision.accept"].zh == "接受"


def test_an_archived_pack_that_is_broken_otherwise_is_refused(pack: Pack) -> None:
    files = {**pack.files, "lists.yaml": b"editions: []"}
    with pytest.raises(PolicyInvalid):
        load_archived(files, "archive", pack)
