"""The numbers of name matching, as the pack gives them; ``screening`` gives them their meaning.

``docs/matching.md`` tells how a score comes about, with worked examples.
"""

from __future__ import annotations

import msgspec

from amlrisk.policy.vocabulary import ListCategory


class Matching(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds and coefficients, all in [0, 1] unless said otherwise.

    ``thresholds`` maps a schema (``Person``, ``Organization``, ``Vessel`` …; ``default`` for the rest) and a list's
    category (``un_sanctions``, ``internal_watch`` …; ``default`` for the rest) to the score from which a candidate is
    a hit: ``threshold``.

    Candidates

    * ``candidate_slack`` how far the weight of agreeing words may stay below the score that a hit needs, for a listed
      name to be compared: what the search does not see must not decide
    * ``candidate_related`` likeness, in the search, of words of one sound or with the same consonants, or of one name

    Likeness of one word with another

    * ``typo_cost`` what a typing error costs in a word of one letter; in a longer word, divided by its letters
    * ``typo_letters`` one error is forgiven for each so many letters, and one in a shorter word (count)
    * ``sound`` words that sound alike (metaphone) though they are spelled otherwise
    * ``sound_overlap`` share of letters that must agree before sound is listened to
    * ``consonants`` an Arabic or Hebrew word and a Latin one with the same consonants
    * ``initial`` an initial for a whole word
    * ``joined`` factor for words written as one, when what is joined is at least ``joined_from`` like the other
    * ``variant`` the same word with traditional characters or accents

    Weight of a word

    * ``common_count`` listed entities from which a word is as common as can be (count, above 1)
    * ``common_weight`` weight of such a word; a word of a single entity weighs 1, in between by the logarithm
    * ``weak_weight`` what remains of the weight of particles, titles, trade and place words
    * ``extra`` share of a word's weight that counts against, when only one side has more words
    * ``weak_only`` highest score when nothing but weak words agree and something else differs
    * ``single_word`` factor when one word alone carries the match and either side has others

    Form that was compared: factors of the name's score

    * ``order`` the same words in another order
    * ``romanisation`` Chinese characters against Latin letters, by pinyin
    * ``transliteration`` other scripts against Latin letters
    * ``homophone`` Chinese characters that only sound alike
    * ``weak_alias`` an alias the publisher calls weak

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
    candidate_slack: float
    candidate_related: float
    typo_cost: float
    typo_letters: int
    sound: float
    sound_overlap: float
    consonants: float
    initial: float
    joined: float
    joined_from: float
    variant: float
    common_count: int
    common_weight: float
    weak_weight: float
    extra: float
    weak_only: float
    single_word: float
    order: float
    romanisation: float
    transliteration: float
    homophone: float
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
