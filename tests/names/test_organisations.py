"""Organisations: what each word is, numbers and places as one in all languages, acronyms and aliases."""

from __future__ import annotations

import pytest

from amlrisk.names.analyse import analyse
from amlrisk.names.model import Form, Kind, Made
from amlrisk.names.organisation_words import word_of
from amlrisk.names.organisations import acronym, acronyms, is_short_name, names_in
from amlrisk.watchlist.model import Schema


def forms(name: str) -> tuple[Form, ...]:
    return analyse(name, Schema.ORGANIZATION).forms


def tokens(name: str) -> tuple[str, ...]:
    return forms(name)[0].tokens


def kinds(name: str) -> dict[str, Kind]:
    form = forms(name)[0]
    return dict(zip(form.tokens, form.kinds, strict=True))


def test_legal_forms_are_remembered() -> None:
    (form,) = forms("Zarkanda Trading Co., Ltd.")
    assert (form.tokens, form.legal) == (("zarkanda", "trading"), ("llc",))
    assert all(form.legal == ("jsc",) for form in forms("华为技术股份有限公司"))


@pytest.mark.parametrize(
    "names",
    [
        ("First Bank Int’l", "First Bank International", "Erste Bank International", "1st Bank Intl."),
        ("Banque Nationale du Liban", "Banco Nacional de Líbano", "National Bank of Lebanon", "Lebanese National Bank"),
        ("Zarkanda Manufacturing & Trade", "Zarkanda Mfg and Trading", "Zarkanda Mfg. et Trading"),
        ("Zarkanda Bros.", "Zarkanda Brothers", "Zarkanda Hermanos"),
        ("Zarkanda Fund II", "Zarkanda Fund 2", "Zarkanda Fund Two", "Zarkanda Fund No. 2", "Zarkanda Fund Nr 02"),
        ("Brigade Forty-Four", "Brigade 44", "Brigade Fourty-four"),
        ("The World Zarkanda Bank", "World Zarkanda Bank"),
        ("Government of the United Kingdom", "Government of United Kingdom", "UK Govt", "Great Britain Government"),
        ("Zarkanda Hong Kong", "Zarkanda Hongkong", "Zarkanda (Hong Kong)"),
        ("Islamic Republic of Iran Zarkanda Lines", "Iran Zarkanda Lines", "Iranian Zarkanda Line"),
        ("Zarkanda Centre", "Zarkanda Center", "Zarkanda Zentrum"),
        ("Zarkanda Company for Oil Transport", "Zarkanda Oil Transport Company", "Zarkanda Transport Oil"),
        ("Zarkanda Industries", "Zarkanda Indutsries", "Zarkanda Industires", "Zarkanda Industry"),
        ("Zarkanda General Trading", "Zarkanda GeneralTrading"),
        ("Zarkanda Holdings", "ZarkandaHoldings", "HoldingsZarkanda"),
        ("Lebanese Zarkanda", "Lebanse Zarkanda"),
        ("Oil and Technology Zarkanda", "Oil andTechnology Zarkanda", "Oil & Technologyof Zarkanda"),
        ("Zarkanda Development Company Lebanon", "Zarkanda DevelopmentCompany Lebanon"),
    ],
)
def test_spellings_and_languages_are_one(names: tuple[str, ...]) -> None:
    assert len({tuple(sorted(tokens(name))) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zarkanda Fund II", "Zarkanda Fund III"),
        ("Zarkanda Trust I", "Zarkanda Trust"),
        ("Zarkanda Railway", "Zarkanda Railroad"),
        ("Zarkanda Oil", "Zarkanda Petroleum"),
        ("Deutsche Bank", "German Bank"),
        ("Bank of Armenia", "Bank of America"),
        ("Zarkanda Waterhouse", "Zarkanda Water"),
        ("Zarkanda Sternbank", "Zarkanda Stern Bank"),
        ("Parsian Zarkanda", "Persian Zarkanda"),
        ("Minerva Lines", "Minera Lines"),
        ("Zarkanda Austria", "Zarkanda Australia"),
    ],
)
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert tokens(one) != tokens(other)


def test_every_word_has_its_kind() -> None:
    assert kinds("Second Iranian Zarkanda Trading Company of Shanghai") == {
        "2": Kind.NUMBER,
        "iran": Kind.PLACE,
        "zarkanda": Kind.NAME,
        "trading": Kind.TRADE,
        "shanghai": Kind.PLACE,
    }


def test_roman_numerals_in_the_middle_and_letters_at_the_end() -> None:
    assert tokens("Zarkanda Partners V L.P.") == ("zarkanda", "partner", "5")
    assert tokens("Zarkanda II Canada Inc") == ("zarkanda", "2", "canada")
    assert tokens("Xi Zarkanda") == ("xi", "zarkanda")
    assert kinds("Plan B")["b"] is Kind.NUMBER


def test_the_first_word_is_never_dropped() -> None:
    assert tokens("La Perla")[0] == "la"
    assert tokens("The Company") == ("company",)
    assert tokens("And") == ("and",)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Банк Зарканда", ("bank", "zarkanda")),
        ("Министерство обороны Российской Федерации", ("ministry", "defense", "russia")),
        ("Национального банка", ("national", "bank")),
        ("조선광업개발무역회사", ("korea", "mining", "development", "trading")),
        ("Τράπεζα Ζάρκαντα", ("trapeza", "zarkanta")),
    ],
)
def test_other_scripts_are_translated_and_spelled(name: str, expected: tuple[str, ...]) -> None:
    assert tokens(name) == expected


def test_an_arabic_name_is_translated_and_spelled_out() -> None:
    translated, spelled = forms("مصرف الرافدين")
    assert translated.tokens[0] == "bank"
    assert spelled.tokens[0] == "msrf"
    assert set(forms("شركة النفط الوطنية الإيرانية")[0].tokens) == set(tokens("National Iranian Oil Company"))
    assert {translated.made, spelled.made} == {Made.CONSONANTS}


def test_an_alias_in_parentheses_is_a_form_of_its_own() -> None:
    assert [form.tokens for form in forms("Zarkanda Mining Development (ZAMID)")] == [
        ("zarkanda", "mining", "development"),
        ("zamid",),
    ]
    assert names_in("Zarkanda Trading (formerly Old Zarkanda)") == ("Zarkanda Trading", "Old Zarkanda")


def test_an_alias_may_stand_inside() -> None:
    assert [form.tokens for form in forms("Zarkanda Mining Services Co. (ZMS) Limited")] == [
        ("zarkanda", "mining", "service"),
        ("zms",),
    ]


@pytest.mark.parametrize(
    "name", ["Zarkanda (UK)", "Zarkanda (PVT)", "Zarkanda (OFFSHORE)", "(ZAMID)", "Zarkanda (II)", "Zarkanda (NGO)"]
)
def test_other_parentheses_are_part_of_the_name(name: str) -> None:
    assert names_in(name) == (name,)


def test_acronyms() -> None:
    assert acronym(["Islamic", "Revolutionary", "Guard", "Corps"]) == "irgc"
    assert acronym(["Zarkanda", "Bank"]) == ""
    assert "nioc" in acronyms("National Iranian Oil Company")
    assert "pla" in acronyms("People’s Liberation Army")
    assert {"zdd", "zdod"} <= set(acronyms("Zarkanda Department of Defence"))
    assert acronyms("Zarkanda Trading") == ()


def test_short_names() -> None:
    assert is_short_name("pla")
    assert not is_short_name("ab")
    assert not is_short_name("44th")


def test_a_word_is_looked_up_once_and_the_same() -> None:
    assert word_of("banken") is word_of("banken")
