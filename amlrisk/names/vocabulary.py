"""Words of persons' names that weigh little: particles and titles. Never enough for a match alone."""

from __future__ import annotations


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES = _table(
    "a al el ul ad ar as at ash az ed es bin ibn ben bint binti abu abou umm um abd bn ould "
    "de da do dos das del della di du des la le les lo los y e i und and et of the for "
    "van von der den ter ten zu zur af av st ste san santa"
)

TITLES = _table(
    "mr mrs ms miss mister madam madame mme mlle monsieur sir dame lord lady herr frau sr sra srta don dona "
    "dr doctor prof professor eng engineer hon honourable honorable excellency "
    "general gen colonel col major maj captain capt lieutenant lt brigadier brig sergeant sgt commander cmdr "
    "admiral marshal haji hajji hadji hajj alhaj alhaji mullah mulla maulavi mawlawi maulvi qari sheikh shaikh "
    "shaykh sheik ustad sayyid sayed syed said hafiz imam ayatollah prince princess king queen emir"
)
"""Left in the name (some are given names: Said, Major), but weighed as particles are, and never required."""

STRIPPED_TITLES = _table("mr mrs ms mister mme mlle dr prof herr frau sr sra srta")
"""Courtesy only, never a name: dropped where other words remain."""

HAN_TITLES = ("先生", "女士", "小姐", "太太", "夫人", "博士", "教授", "同志")
