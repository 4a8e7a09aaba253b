"""A wheel carries every package and every data file of the checkout."""

from __future__ import annotations

import configparser
from pathlib import Path

from tests.conftest import ROOT

SHIPPED = {
    "amlrisk": ROOT / "amlrisk",
    "amlrisk_migrations": ROOT / "migrations",
    "amlrisk_watchlists": ROOT / "watchlists",
}


def config() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def test_every_package_is_named() -> None:
    found = {
        ".".join((name, *init.parent.relative_to(folder).parts))
        for name, folder in SHIPPED.items()
        for init in folder.rglob("__init__.py")
    }
    assert set(config()["options"]["packages"].split()) == found


def test_every_data_file_is_shipped() -> None:
    patterns = {
        package: [pattern.strip() for pattern in globs.split(",")]
        for package, globs in config()["options.package_data"].items()
    }
    carried: set[Path] = set()
    for package, globs in patterns.items():
        name, *inner = package.split(".")
        folder = SHIPPED[name].joinpath(*inner)
        for pattern in globs:
            assert list(folder.glob(pattern)), f"{package}: nothing matches {pattern}"
            carried |= set(folder.glob(pattern))
    data = {
        path
        for folder in SHIPPED.values()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
    }
    assert data - carried == set()
