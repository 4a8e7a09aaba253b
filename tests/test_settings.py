"""Settings are parsed strictly, and every one is documented."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from amlrisk.errors import SettingInvalid
from amlrisk.settings import create_secret, load_settings
from tests.conftest import ROOT

SECRET = "x" * 32

WRONG = {
    "unknown name": ({"AMLRISK_POLCY": "cn_insurer"}, "AMLRISK_POLCY"),
    "database": ({"AMLRISK_DATABASE_URL": "mysql://x"}, "AMLRISK_DATABASE_URL"),
    "watchlists": ({"AMLRISK_WATCHLISTS": "/nowhere"}, "AMLRISK_WATCHLISTS"),
    "timezone": ({"AMLRISK_TIMEZONE": "Mars/Olympus"}, "AMLRISK_TIMEZONE"),
    "processes": ({"AMLRISK_PROCESSES": "0"}, "AMLRISK_PROCESSES"),
    "processes as a word": ({"AMLRISK_PROCESSES": "many"}, "AMLRISK_PROCESSES"),
    "body": ({"AMLRISK_MAX_BODY_BYTES": "12"}, "AMLRISK_MAX_BODY_BYTES"),
    "wait without a number": ({"AMLRISK_LOCK_TIMEOUT_SECONDS": "nan"}, "AMLRISK_LOCK_TIMEOUT_SECONDS"),
    "wait backwards": ({"AMLRISK_LOCK_TIMEOUT_SECONDS": "-5"}, "AMLRISK_LOCK_TIMEOUT_SECONDS"),
    "wait without end": ({"AMLRISK_LOCK_TIMEOUT_SECONDS": "0.0001"}, "AMLRISK_LOCK_TIMEOUT_SECONDS"),
    "proxy without a scheme": ({"AMLRISK_LIST_PROXY": "proxy.example.com:3128"}, "AMLRISK_LIST_PROXY"),
    "no file of certificates": ({"AMLRISK_LIST_CA_FILE": "/nowhere.pem"}, "AMLRISK_LIST_CA_FILE"),
    "a file that holds no certificate": ({"AMLRISK_LIST_CA_FILE": __file__}, "AMLRISK_LIST_CA_FILE"),
    "log level": ({"AMLRISK_LOG_LEVEL": "loud"}, "AMLRISK_LOG_LEVEL"),
    "readers of the figures": ({"AMLRISK_METRICS": "all"}, "AMLRISK_METRICS"),
    "short secret": ({"AMLRISK_SECRET_KEY": "short"}, "AMLRISK_SECRET_KEY"),
}


@pytest.mark.parametrize(("given", "name"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_refused_by_name(given: dict[str, str], name: str, tmp_path: Path) -> None:
    environment = {"AMLRISK_HOME": str(tmp_path), "AMLRISK_SECRET_KEY": SECRET, **given}
    with pytest.raises(SettingInvalid) as caught:
        load_settings(environment)
    assert name in str(caught.value.params["name"])
    assert caught.value.code == "setting_invalid"


def test_there_is_no_secret_by_default(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid, match="AMLRISK_SECRET_KEY"):
        load_settings({"AMLRISK_HOME": str(tmp_path)})


def test_the_secret_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    assert create_secret(tmp_path)
    before = load_settings({"AMLRISK_HOME": str(tmp_path)}).secret
    assert not create_secret(tmp_path)
    assert load_settings({"AMLRISK_HOME": str(tmp_path)}).secret == before
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_a_home_may_carry_its_own_catalogue(tmp_path: Path) -> None:
    own = tmp_path / "watchlists"
    own.mkdir()
    (own / "sources.yaml").write_text("sources: []")
    assert load_settings({"AMLRISK_HOME": str(tmp_path), "AMLRISK_SECRET_KEY": SECRET}).watchlists == own


def test_other_variables_are_not_ours_to_judge(tmp_path: Path) -> None:
    settings = load_settings({"AMLRISK_HOME": str(tmp_path), "AMLRISK_SECRET_KEY": SECRET, "PATH": "/bin"})
    assert settings.policy == "cn_insurer"
    assert settings.database_url.startswith("sqlite:///")


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `AMLRISK_")}
    code = (ROOT / "amlrisk" / "settings.py").read_text(encoding="utf-8")
    taken = {f"AMLRISK_{part.split(chr(34))[1]}" for part in code.split("take(")[1:] if part.startswith('"')}
    taken |= {"AMLRISK_HOME", "AMLRISK_SECRET_KEY", "AMLRISK_CLI_LANGUAGE"}
    assert documented == taken


def test_a_secret_file_that_holds_no_secret_is_told(tmp_path: Path) -> None:
    for content in (b"", b"\xff\xfe"):
        (tmp_path / "secret.key").write_bytes(content)
        assert not create_secret(tmp_path)
        with pytest.raises(SettingInvalid, match=r"secret\.key"):
            load_settings({"AMLRISK_HOME": str(tmp_path)})
