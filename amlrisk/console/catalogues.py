"""What the pages say in Chinese: a catalogue for each area of the console, read as it is kept (.po), one in memory.

The code says everything in English; a text that no catalogue has is shown in English rather than not at all, and a test
holds that there is none. Areas may say the same text, in the same words.
"""

from __future__ import annotations

import io
from functools import lru_cache
from importlib.resources import files

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

TRANSLATED = "zh"


class Catalogues(Domain):  # type: ignore[misc]  # flask_babel ships no types
    """The source of every translation: flask_babel asks it once a text."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return compiled(TRANSLATED) if locale is not None and locale.language == TRANSLATED else NullTranslations()


@lru_cache(maxsize=1)
def compiled(language: str) -> Translations:
    """All areas' texts in ``language``; a test holds that two areas do not say one text differently."""
    whole = Catalog(locale=language)
    for _, catalogue in sorted(areas(language).items()):
        for message in catalogue:
            if message.id and message.string and whole.get(message.id, message.context) is None:
                whole.add(message.id, message.string, context=message.context)
    buffer = io.BytesIO()
    write_mo(buffer, whole)
    buffer.seek(0)
    return Translations(buffer)


def areas(language: str) -> dict[str, Catalog]:
    """The catalogue of each area of the console, by its name."""
    folder = files("amlrisk.console") / "translations" / language / "LC_MESSAGES"
    found = {}
    for path in folder.iterdir():
        if path.name.endswith(".po"):
            found[path.name.removesuffix(".po")] = read_po(
                io.BytesIO(path.read_bytes()), locale=language, abort_invalid=True
            )
    return found
