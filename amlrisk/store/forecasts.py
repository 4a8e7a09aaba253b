"""What was foretold on which day: one forecast a day, for the pages and to be compared with what came."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from amlrisk.facts.digest import canonical
from amlrisk.review.forecast import Forecast
from amlrisk.store.codec import packed, stamp, unpacked
from amlrisk.store.connection import Database

_decoder = msgspec.json.Decoder(Forecast)


class Forecasts:
    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, made: Forecast, now: datetime) -> None:
        """Keep a forecast; one made earlier on the same day gives way."""
        self._db.write(
            "INSERT INTO forecasts (made_on, made_at, document) VALUES (?, ?, ?) ON CONFLICT (made_on) DO UPDATE"
            " SET made_at = excluded.made_at, document = excluded.document",
            (made.on.isoformat(), stamp(now), packed(canonical(made))),
        )

    def latest(self, upto: date) -> Forecast | None:
        """The last one made up to that day."""
        document = self._db.value(
            "SELECT document FROM forecasts WHERE made_on <= ? ORDER BY made_on DESC LIMIT 1", (upto.isoformat(),)
        )
        return None if document is None else _decoder.decode(unpacked(document))
