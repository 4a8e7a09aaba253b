"""Titles that Chinese names carry; those of other languages stand in ``person_words``."""

from __future__ import annotations

HAN_TITLES = ("先生", "女士", "小姐", "太太", "夫人", "博士", "教授", "同志")
