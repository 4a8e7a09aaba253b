"""The numbers of name matching, as the pack gives them; ``screening`` gives them their meaning.

``docs/matching.md`` tells how a score comes about, with worked examples.
"""

from __future__ import annotations

import msgspec

from amlrisk.policy.vocabulary import ListCategory


class Matching(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds and coefficients, in [0, 1] unless said otherwise.

    ``thresholds`` maps a schema (``Person``, ``Organization``, ``Vessel`` …; ``default`` for the rest) and a list's
    category (``un_sanctions``, ``internal_watch`` …; ``default`` for the rest) to the score from which a candidate is
    a hit: ``threshold``.

    Likeness of one word with another: 1 − typing errors ÷ letters of the longer one, or what is said here

    * ``typo_most`` so many typing errors at most make it the same word (count)
    * ``typo_letters`` one error for each so many letters, and one in a shorter word (count)
    * ``sound`` what is left of the errors between words that sound alike (metaphone)
    * ``sound_overlap`` share of letters that must agree before sound is listened to
    * ``consonants`` so much of an error it is when an Arabic or Hebrew word and a Latin one have the same consonants;
      one error is allowed for each ``consonants_letters`` consonants (count)
    * ``spelling`` two spellings of one name, ``nickname`` a short or familiar form of it
    * ``initial`` an initial for a whole word
    * ``acronym`` initials written as one word for all words that are left
    * ``joined`` factor for words written as one, when what is joined is at least ``joined_from`` like the other

    Weight of a word

    * ``common_count`` listed entities from which a word is as common as can be (count, above 1)
    * ``common_weight`` weight of such a word; a word of a single entity weighs 1, in between by the logarithm
    * ``weak_weight`` what remains of the weight of particles, titles, trade and place words

    Costs: what is taken off a score of 1, for all of it or for each (``screening/against.py`` says how it is counted)

    * ``cost_unlike`` parts that are only alike: where all of the name is only half alike
    * ``cost_errors`` each typing error; ``cost_misspelled`` each after the second in one part
    * ``cost_inexact`` each part after the first that is only like the other
    * ``cost_other_name`` each part that is alike, but both are known names of their own
    * ``cost_syllable`` another Chinese syllable: for all letters of it
    * ``cost_missing_syllable`` a syllable more on one side of a Chinese or Korean name
    * ``cost_contradiction`` words that tell and are left over on both sides: for all of the name;
      ``cost_another`` once, when there are any
    * ``cost_extra`` words that tell on one side only, where they weigh as much as all the rest;
      ``cost_patronymic`` patronymics, for all of the name;
      ``cost_surname`` besides, where the surname is left over on both sides
    * ``cost_place`` another place, ``cost_trade`` another trade word: once each; ``cost_place_extra`` and
      ``cost_trade_extra`` such words on one side only, ``cost_particle`` particles, titles and suffixes left over: for
      all of the name
    * ``cost_number`` another number (Fund II, Fund III), ``cost_number_extra`` a number on one side only
    * ``cost_legal`` another legal form
    * ``cost_order`` another order of the parts; ``cost_joined`` each word written together or apart;
      ``cost_initial`` each initial; ``cost_acronym`` an acronym for a whole name, divided by its letters but one
    * ``cost_single`` one word alone agrees and either side has others that tell;
      ``cost_weak_only`` only words agree that say nothing by themselves, and either side has more
    * ``cost_variant`` the same but for traditional characters or accents
    * ``cost_transliteration`` other scripts against Latin letters
    * ``cost_romanisation`` Chinese characters against Latin letters, by pinyin
    * ``cost_other_romanisation`` the same by Wade-Giles, Cantonese or Korean spelling
    * ``cost_homophone`` Chinese characters that only sound alike

    * ``weak_alias`` factor of the score with an alias the publisher calls weak

    What else is known: added to the score (bonuses) or taken off (penalties)

    * ``birth_exact`` bonus, same full date; ``birth_partial`` bonus, what is known of both dates agrees
    * ``birth_near`` penalty, day and month swapped or one digit off; ``birth_year_near`` penalty, a year off;
      ``birth_same_year`` penalty, same year but another day; ``birth_mismatch`` penalty, anything else
    * ``gender_mismatch``, ``nationality_mismatch``, ``country_mismatch`` penalties;
      ``nationality_same`` bonus
    * ``identifier_same`` bonus, the same number but of no strong kind; ``identifier_different`` penalty, another
      number of the same kind and country
    * ``strong_identifier_length`` characters from which an identity number is strong (count)
    """

    thresholds: dict[str, dict[str, float]]
    typo_most: int
    typo_letters: int
    sound: float
    sound_overlap: float
    consonants: float
    consonants_letters: int
    spelling: float
    nickname: float
    initial: float
    acronym: float
    joined: float
    joined_from: float
    common_count: int
    common_weight: float
    weak_weight: float
    cost_unlike: float
    cost_errors: float
    cost_misspelled: float
    cost_inexact: float
    cost_other_name: float
    cost_syllable: float
    cost_missing_syllable: float
    cost_contradiction: float
    cost_another: float
    cost_extra: float
    cost_patronymic: float
    cost_surname: float
    cost_place: float
    cost_place_extra: float
    cost_trade: float
    cost_trade_extra: float
    cost_particle: float
    cost_number: float
    cost_number_extra: float
    cost_legal: float
    cost_order: float
    cost_joined: float
    cost_initial: float
    cost_acronym: float
    cost_single: float
    cost_weak_only: float
    cost_variant: float
    cost_transliteration: float
    cost_romanisation: float
    cost_other_romanisation: float
    cost_homophone: float
    weak_alias: float
    birth_exact: float
    birth_partial: float
    birth_near: float
    birth_year_near: float
    birth_same_year: float
    birth_mismatch: float
    gender_mismatch: float
    nationality_mismatch: float
    nationality_same: float
    country_mismatch: float
    identifier_same: float
    identifier_different: float
    strong_identifier_length: int

    def __post_init__(self) -> None:
        for schema, by_category in {"default": {}, **self.thresholds}.items():
            if "default" not in by_category:
                raise ValueError(f"thresholds.{schema} needs a value named default")
            if unknown := by_category.keys() - {"default", *ListCategory}:
                raise ValueError(f"thresholds.{schema}: no list has the category {', '.join(sorted(unknown))}")

    def threshold(self, schema: str, category: str = "default") -> float:
        """The score from which a candidate of a schema, on a list of a category, is a hit."""
        of_schema = self.thresholds.get(schema) or self.thresholds["default"]
        found = of_schema.get(category)
        return of_schema["default"] if found is None else found
