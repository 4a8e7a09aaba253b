"""The engine is chosen on the command line."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from amlrisk.cli import main


@pytest.mark.parametrize("whom", ["--due", "--policy"])
def test_spark_grades_everybody_or_nobody(whom: str) -> None:
    result = CliRunner().invoke(main, ["regrade", whom, "--engine", "spark"])
    assert result.exit_code == 2
    assert "--engine spark goes with --all" in result.stderr


def test_an_engine_that_there_is_not() -> None:
    assert CliRunner().invoke(main, ["regrade", "--all", "--engine", "abacus"]).exit_code == 2
