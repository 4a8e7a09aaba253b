"""Snapshots -> the arrays of an index. Deterministic, whatever the order of snapshots and of entities in their files.

The names of an entity whose record an earlier index already holds are not analysed again; what comes out is the same.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from amlrisk.names.analyse import analyse
from amlrisk.names.model import Form, Kind, Made, form_of, is_initial
from amlrisk.policy.matching import Matching
from amlrisk.screening.arrays import Arrays, Entities, Facts, Forms, bodies, body, starts_of
from amlrisk.screening.candidates import MADE, UNUSUAL, made_number, tells
from amlrisk.screening.context import facts_of, has_birth
from amlrisk.screening.dispositions import entity_fingerprint
from amlrisk.screening.identifiers import ListedNumber, numbers_of
from amlrisk.screening.lexicon import Postings, build_words, letter_sum_of, weight_of_count
from amlrisk.screening.plan import TELLING
from amlrisk.screening.typed import NONE, Stand, may_be_typed, typed_of, typed_words
from amlrisk.watchlist.model import ListedEntity, NameKind, Snapshot

WEAK_ALIAS, WRITTEN_IN_HAN = 1, 2
"""Flags of a carrier. ``WRITTEN_IN_HAN``: the entity's own characters for this Latin name are listed too; a query in
other characters then shares only the sound."""

_KINDS = tuple(Kind)
_KIND_NUMBERS = {kind: at for at, kind in enumerate(_KINDS)}
_MADE_NUMBERS = {made: at for at, made in enumerate(MADE)}
_encoder = msgspec.msgpack.Encoder(order="deterministic")


class Head(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What a hit needs of an entity."""

    ref: str
    names: tuple[str, ...]
    fingerprint: str
    numbers: tuple[ListedNumber, ...] = ()


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What an index is: engine, version, the lists with their categories, and the mark of the key it is sealed with."""

    engine: str
    version: str
    key_mark: str
    sources: tuple[str, ...]
    categories: tuple[str, ...]


_Body = tuple[tuple[str, ...], int, tuple[str, ...], tuple[int, ...], bool, tuple[str, ...]]
_body_decoder = msgspec.msgpack.Decoder(_Body)
head_decoder = msgspec.msgpack.Decoder(Head)
record_decoder = msgspec.msgpack.Decoder(ListedEntity)
meta_decoder = msgspec.json.Decoder(Meta)


def encode_form(form: Form) -> bytes:
    kinds = tuple([_KIND_NUMBERS[kind] for kind in form.kinds])
    return _encoder.encode((form.tokens, _MADE_NUMBERS[form.made], form.written, kinds, form.chinese, form.legal))


def decode_form(data: bytes) -> Form:
    tokens, made, written, kinds, chinese, legal = _body_decoder.decode(data)
    return form_of(
        tokens, MADE[made], written=written, kinds=[_KINDS[kind] for kind in kinds], chinese=chinese, legal=legal
    )


def pack(
    snapshots: Sequence[Snapshot], matching: Matching, key: bytes, meta: Meta, earlier: Arrays | None = None
) -> Arrays:
    """The arrays over ``snapshots``. ``earlier``, of the same engine and key, saves time and changes nothing."""
    in_order = sorted(snapshots, key=lambda one: (one.info.source, one.info.content_sha256))
    listed = [(number, one) for number, snapshot in enumerate(in_order) for one in _by_id(snapshot)]
    known = _Earlier(earlier) if earlier is not None else None
    laid = _Laid()
    heads: list[bytes] = []
    records: list[bytes] = []
    digests: list[tuple[bytes, int]] = []
    for at, (_, entity) in enumerate(listed):
        record = _encoder.encode(entity)
        found = known.find(record) if known else None
        if known is not None and found is not None:
            head = known.head(found)
            laid.carry_on(known, found)
        else:
            numbers = numbers_of(entity, key)
            names = tuple(name.text for name in entity.names)
            head = _encoder.encode(
                Head(ref=entity.id, names=names, fingerprint=entity_fingerprint(entity), numbers=numbers)
            )
            laid.carry(entity)
        heads.append(head)
        records.append(record)
        if entity.identifiers:
            digests += [
                (digest.encode(), at) for number in head_decoder.decode(head).numbers for digest in number.digests
            ]
    digests.sort()
    head_starts, head_bytes = bodies(heads)
    record_starts, record_bytes = bodies(records)
    carried_starts = starts_of(laid.carried_counts)
    entities = Entities(
        head_starts=head_starts,
        heads=head_bytes,
        record_starts=record_starts,
        records=record_bytes,
        carried_starts=carried_starts,
        carried_forms=np.array(laid.carried_forms, dtype=np.int32),
        carried_names=np.array(laid.carried_names, dtype=np.uint16),
        carried_flags=np.array(laid.carried_flags, dtype=np.uint8),
        number_digests=np.array([digest for digest, _ in digests], dtype="S64"),
        number_entities=np.array([at for _, at in digests], dtype=np.int32),
    )
    facts = facts_of([entity for _, entity in listed], [number for number, _ in listed])
    weights = _weights(laid, entities, matching)
    forms = _forms(laid, entities, facts, weights, matching)
    typed = typed_of(laid.words, weights, laid.typed, laid.may_be)
    words = build_words(list(laid.words), weights.tolist(), _postings(forms), typed)
    return Arrays(
        meta=np.frombuffer(msgspec.json.encode(meta), dtype=np.uint8),
        words=words,
        forms=forms,
        facts=facts,
        entities=entities,
    )


def _by_id(snapshot: Snapshot) -> list[ListedEntity]:
    return sorted(snapshot.entities, key=lambda one: one.id)


class _Laid:
    """Forms and words as they are met, each numbered once; and which form each name of each entity carries."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.typed: dict[str, set[Stand]] = {}
        self.may_be: dict[str, set[Stand]] = {}
        self.forms: dict[bytes, int] = {}
        self.made = array("B")
        self.chinese = array("B")
        self.form_words = array("i")
        self.form_weak = array("B")
        self.form_tells = array("B")
        self.form_counts = array("i")
        self.letter_sums = array("Q")
        self.carried_forms = array("i")
        self.carried_names = array("H")
        self.carried_flags = array("B")
        self.carried_counts = array("i")

    def carry(self, entity: ListedEntity) -> None:
        """The forms of an entity's names."""
        analysed = [analyse(name.text, entity.schema).forms for name in entity.names]
        readings = {tuple(sorted(form.tokens)) for forms in analysed for form in forms if form.made is Made.PINYIN}
        before = len(self.carried_forms)
        for number, (name, forms) in enumerate(zip(entity.names, analysed, strict=True)):
            weak = WEAK_ALIAS if name.kind is NameKind.WEAK_ALIAS else 0
            for form in forms:
                in_han = readings and form.made is not Made.HAN and tuple(sorted(form.tokens)) in readings
                self._add(encode_form(form), number, weak | (WRITTEN_IN_HAN if in_han else 0), form)
        self.carried_counts.append(len(self.carried_forms) - before)

    def carry_on(self, earlier: _Earlier, entity: int) -> None:
        """The same from an earlier index."""
        carried = earlier.carried(entity)
        for data, number, flags in carried:
            self._add(data, number, flags, None)
        self.carried_counts.append(len(carried))

    def _add(self, data: bytes, name: int, flags: int, form: Form | None) -> None:
        at = self.forms.get(data)
        if at is None:
            at = self.forms[data] = len(self.forms)
            form = form or decode_form(data)
            words = self.words
            for token in form.tokens:
                self.form_words.append(words.setdefault(token, len(words)))
            for word, places in typed_words(form):
                beside = words[form.tokens[places[1]]] if len(places) > 1 else NONE
                self.typed.setdefault(word, set()).add((words[form.tokens[places[0]]], beside, NONE))
            for word, places in may_be_typed(form):
                first, beside, third = (*[words[form.tokens[place]] for place in places], NONE, NONE)[:3]
                self.may_be.setdefault(word, set()).add((first, beside, third))
            self.form_weak.extend(form.weak)
            self.form_tells.extend(tells(form))
            self.form_counts.append(len(form.tokens))
            self.letter_sums.append(letter_sum_of(form.written))
            self.made.append(made_number(form))
            self.chinese.append(form.chinese)
        self.carried_forms.append(at)
        self.carried_names.append(name)
        self.carried_flags.append(flags)


class _Earlier:
    """An earlier index, to take over what it knows of unchanged records."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        entities = arrays.entities
        count = len(entities.record_starts) - 1
        self._by_record = {body(entities.record_starts, entities.records, at): at for at in range(count)}

    def find(self, record: bytes) -> int | None:
        return self._by_record.get(record)

    def head(self, entity: int) -> bytes:
        return body(self._arrays.entities.head_starts, self._arrays.entities.heads, entity)

    def carried(self, entity: int) -> list[tuple[bytes, int, int]]:
        entities, forms = self._arrays.entities, self._arrays.forms
        return [
            (
                body(forms.body_starts, forms.bodies, int(entities.carried_forms[at])),
                int(entities.carried_names[at]),
                int(entities.carried_flags[at]),
            )
            for at in range(entities.carried_starts[entity], entities.carried_starts[entity + 1])
        ]


def _weights(laid: _Laid, entities: Entities, matching: Matching) -> NDArray[np.float64]:
    """How telling each word is: by how many entities it occurs with."""
    starts = starts_of(laid.form_counts)
    words = np.array(laid.form_words, dtype=np.int64)
    lengths = np.diff(starts)[entities.carried_forms]
    owners = np.repeat(np.arange(len(entities.carried_starts) - 1), np.diff(entities.carried_starts))
    places = np.repeat(starts[:-1][entities.carried_forms] - starts_of(lengths)[:-1], lengths) + np.arange(
        lengths.sum()
    )
    pairs = np.unique((np.repeat(owners, lengths) << 32) | words[places])
    counts = np.bincount(pairs & 0xFFFFFFFF, minlength=len(laid.words))
    distinct, inverse = np.unique(counts, return_inverse=True)
    return np.array([weight_of_count(int(count), matching) for count in distinct], dtype=np.float64)[inverse]


def _forms(laid: _Laid, entities: Entities, facts: Facts, weights: NDArray[np.float64], matching: Matching) -> Forms:
    count = len(laid.forms)
    word_starts = starts_of(laid.form_counts)
    words = np.array(laid.form_words, dtype=np.int32)
    weak = np.array(laid.form_weak, dtype=np.bool_)
    its_weights = weights[words] * np.where(weak, matching.weak_weight, 1.0)
    form_of_word = np.repeat(np.arange(count), np.diff(word_starts))
    initial = np.array([is_initial(word) for word in laid.words], dtype=np.bool_)[words]
    initials = np.bincount(form_of_word, initial, minlength=count).astype(np.uint8)
    only_initials = np.bincount(form_of_word, ~initial, minlength=count) == 0
    initial &= ~only_initials[form_of_word]  # where there is nothing else, they are the name
    schemas = facts.schemas
    owners = np.repeat(np.arange(len(schemas), dtype=np.int32), np.diff(entities.carried_starts))
    order = np.argsort(entities.carried_forms, kind="stable")
    bits = np.zeros(count, dtype=np.uint8)
    np.bitwise_or.at(bits, entities.carried_forms, (1 << schemas[owners]).astype(np.uint8))
    born_dates, born_forms = _born(entities, facts)
    carrier_starts = starts_of(np.bincount(entities.carried_forms, minlength=count))
    carriers = owners[order]
    letter_sums = np.array(laid.letter_sums, dtype=np.uint64)
    by_letters = np.argsort(letter_sums, kind="stable")
    body_starts, encoded = bodies(list(laid.forms))
    telling = np.array(laid.form_tells, dtype=np.uint8) * ~initial
    return Forms(
        made=np.array(laid.made, dtype=np.uint8),
        chinese=np.array(laid.chinese, dtype=np.uint8),
        schemas=bits,
        totals=np.bincount(form_of_word, its_weights, minlength=count).astype(np.float32),
        initials=initials,
        lone=((np.bincount(form_of_word, telling == TELLING, minlength=count) < 2) | (initials > 0)).astype(np.uint8),
        word_starts=word_starts,
        words=words,
        weights=its_weights.astype(np.float32),
        tells=telling,
        births=_births(carrier_starts, carriers, facts),
        carrier_starts=carrier_starts,
        carrier_entities=carriers,
        carrier_names=entities.carried_names[order],
        carrier_flags=entities.carried_flags[order],
        born_dates=born_dates,
        born_forms=born_forms,
        letter_sums=letter_sums[by_letters],
        letter_forms=by_letters.astype(np.int32),
        body_starts=body_starts,
        bodies=encoded,
    )


def _born(entities: Entities, facts: Facts) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """(date, form) for every form of every entity whose day of birth is known, each once, by date."""
    entity = np.repeat(np.arange(len(facts.schemas)), np.diff(facts.birth_starts))
    whole = facts.births % 100 > 0
    entity, dates = entity[whole], facts.births[whole].astype(np.int64)
    lengths = np.diff(entities.carried_starts)[entity]
    places = np.repeat(entities.carried_starts[entity] - starts_of(lengths)[:-1], lengths) + np.arange(lengths.sum())
    pairs = np.unique((np.repeat(dates, lengths) << 32) | entities.carried_forms[places])
    return (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)


def _births(carrier_starts: NDArray[np.int64], carriers: NDArray[np.int32], facts: Facts) -> NDArray[np.int32]:
    """The birth date of each form whose carriers have that one alone, all of them; else 0."""
    entities = np.arange(len(facts.schemas))
    single = (np.diff(facts.birth_starts) == 1) & (np.diff(facts.span_starts) == 0) & has_birth(facts.schemas)
    dates = np.zeros(len(entities), dtype=np.int32)
    dates[single] = facts.births[facts.birth_starts[:-1][single]]
    if not len(carriers):
        return np.zeros(0, dtype=np.int32)
    of_carriers = dates[carriers]
    least = np.minimum.reduceat(of_carriers, carrier_starts[:-1])  # every form has a carrier
    most = np.maximum.reduceat(of_carriers, carrier_starts[:-1])
    return np.where(least == most, least, 0).astype(np.int32)


def _postings(forms: Forms) -> Postings:
    """Each word of each form, as often as it is in it."""
    of_form = np.repeat(np.arange(len(forms.made), dtype=np.int32), np.diff(forms.word_starts))
    made = forms.made[of_form]
    return Postings(forms.words, of_form, made == MADE.index(Made.CONSONANTS), made == UNUSUAL)
