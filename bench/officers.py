"""A book for officers to work on: 100 000 graded customers with 20 000 open cases, on SQLite, and an account a role.

    python -m bench.officers HOME [--customers 100000]

Every seventh customer is tied to foreign public office (high at once); others have namesakes on an invented watch list,
which common names meet by the thousand.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path

from bench.home import Home
from bench.portfolio import portfolio

_TIED_EVERY = 7
_LISTED_EVERY = 120
_WATCH_COLUMNS = (
    "编号",
    "名称",
    "类型",
    "别名",
    "出生日期",
    "证件号码",
    "统一社会信用代码",
    "原因",
    "登记日期",
    "备注",
)


def customers(count: int) -> Iterator[dict[str, object]]:
    """The generated portfolio in which every seventh customer is tied to foreign public office."""
    for number, customer in enumerate(portfolio(count)):
        if number % _TIED_EVERY == 1:
            customer["pep_link"] = "foreign_pep_relative"
        yield customer


def watch_list(count: int, path: Path) -> None:
    """A list with the namesakes of every 120th customer, and nothing that tells them apart."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, _WATCH_COLUMNS)
        rows.writeheader()
        for number, customer in enumerate(portfolio(count)):
            if number % _LISTED_EVERY == 1:
                subject = customer["subject"]
                assert isinstance(subject, dict)
                kind = "个人" if customer["kind"] == "natural" else "单位"
                rows.writerow({"编号": f"BENCH-{number}", "名称": subject["name"], "类型": kind, "原因": "演示：同名"})


def fill(home: Home, count: int, lists: Path | None) -> None:
    """Lists, customers and grades; the cases follow from them."""
    home.run("init")
    if lists is not None:
        home.run("lists", "import", "un", str(lists / "un" / "consolidated.xml"))
    watch = home.folder / "watch.csv"
    watch_list(count, watch)
    home.run("lists", "import", "internal_watch", str(watch))
    book = home.folder / "book.jsonl"
    with book.open("w", encoding="utf-8") as file:
        for customer in customers(count):
            file.write(json.dumps(customer, ensure_ascii=False) + "\n")
    home.run("customers", "import", str(book))
    graded = home.run("grade", "--all")
    print(f"graded {count} customers in {graded.seconds:.1f} s on {os.cpu_count()} cores")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--lists", type=Path)
    parser.add_argument("--customers", type=int, default=100_000)
    arguments = parser.parse_args()
    arguments.home.mkdir(parents=True)
    fill(Home(arguments.home), arguments.customers, arguments.lists)
