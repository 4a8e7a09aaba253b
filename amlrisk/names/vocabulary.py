"""Words of names that weigh little: particles, titles, trade words, places. Never enough for a match alone."""

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

TRADE_WORDS = _table(
    "government company companies co corp corporation inc incorporated limited ltd llc plc group holding holdings "
    "enterprise "
    "enterprises establishment organization organisation foundation association society institute institution "
    "centre center office bureau agency authority ministry department committee council union federation network "
    "general international national global world universal united first new great golden star royal "
    "trading trade trades commerce commercial import export imports exports importing exporting business "
    "bank banking finance financial investment investments capital insurance exchange money transfer fund trust "
    "industry industries industrial manufacturing factory works plant mill production products producer "
    "technology technologies technical tech science scientific research development engineering electronics "
    "electronic electric systems solutions services service consulting management logistics transport "
    "transportation shipping maritime marine navigation lines line airlines airline aviation air airways aerospace "
    "oil gas petroleum petrochemical petrochemicals chemical chemicals energy power mining minerals metal metals "
    "steel construction building contracting real estate property hotel hotels tourism travel media press news "
    "food foods agriculture agricultural medical pharmaceutical pharma health hospital university school college "
    "north south east west northern southern eastern western central"
)

PLACES = _table(
    "china chinese beijing shanghai shenzhen guangzhou hong kong hongkong macau taiwan asia asian europe european "
    "africa african america american usa us uk gulf middle arab arabia islamic iran iranian iraq iraqi syria syrian "
    "russia russian ukraine belarus korea korean dprk japan japanese india indian pakistan afghanistan afghan "
    "turkey turkish emirates uae dubai qatar kuwait oman yemen lebanon lebanese israel jordan egypt libya libyan "
    "sudan somalia cuba cuban venezuela mexico mexican colombia panama cyprus malta turkmenistan kazakhstan "
    "germany german france french italy italian spain england british london paris moscow tehran "
    "singapore malaysia indonesia thailand vietnam myanmar burma philippines"
)

WEAK_ORGANISATION = TRADE_WORDS | PLACES | _table("a al el the of for and de da do del la le et und y")

SAME_TRADE_WORD = {
    "intl": "international",
    "tech": "technology",
    "technologies": "technology",
    "industries": "industry",
    "industrial": "industry",
    "enterprises": "enterprise",
    "holding": "holdings",
    "companies": "company",
    "corporation": "company",
    "corp": "company",
    "co": "company",
    "investments": "investment",
    "imports": "import",
    "exports": "export",
    "trade": "trading",
    "services": "service",
    "airlines": "airline",
    "lines": "line",
    "centre": "center",
    "organisation": "organization",
    "transportation": "transport",
    "petrochemicals": "petrochemical",
    "chemicals": "chemical",
    "foods": "food",
    "hotels": "hotel",
    "metals": "metal",
    "pharma": "pharmaceutical",
    "int": "international",
}
"""Spellings of one trade word, folded before comparing."""
