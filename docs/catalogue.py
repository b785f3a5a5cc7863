"""python -m docs.catalogue: brings the catalogues of messages up to date with the sentences of the library.

For each language it writes ``staffmatch.po`` anew, keeping what is translated, and compiles ``staffmatch.mo``. What
still needs a translation is listed, and makes it end with 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from docs.house import modules
from staffmatch.messages.language import DOMAIN, LOCALES, SENTENCES, fields
from staffmatch.messages.message import PLAIN, Message, Sentence

LANGUAGES = ("de",)
Words = str | tuple[str, ...]


class _Catalogue(Catalog):
    """A catalogue that is the same whenever its sentences are: its header has no date, and names no tool."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", "staffmatch"),
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


@cache
def sentences() -> dict[str, Sentence]:
    """All sentences of the library by their codes; all of its modules are imported for it."""
    found: dict[str, Sentence] = {}
    for name in modules():
        if not name.endswith("__main__"):
            for value in vars(import_module(f"staffmatch.{name}")).values():
                found |= {one.code: one for one in _within(value) if one != PLAIN}
    return dict(sorted(found.items()))


def _within(value: object) -> Iterator[Sentence]:
    """The sentences that a constant of a module holds, in tables and records as well."""
    if isinstance(value, Sentence):
        yield value
    elif isinstance(value, Message):
        yield SENTENCES[value.code]
    elif isinstance(value, Mapping) and value is not SENTENCES:
        yield from (one for held in value.values() for one in _within(held))
    elif isinstance(value, tuple | list):
        yield from (one for held in value for one in _within(held))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from (one for field in fields_of(value) for one in _within(getattr(value, field.name)))


def path(lang: str, suffix: str) -> Path:
    return LOCALES / lang / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def translations(lang: str) -> dict[str, tuple[Words, Words]]:
    """What stands in ``staffmatch.po``: by code the English and its translation."""
    if not path(lang, "po").exists():
        return {}
    with path(lang, "po").open("rb") as file:
        held = [one for one in read_po(file, locale=lang) if one.id]
    return {str(one.context): (_words(one.id), _words(one.string)) for one in held}


def _words(held: str | Sequence[str] | None) -> Words:
    return held or "" if held is None or isinstance(held, str) else tuple(held)


def brought_up_to_date(lang: str, known: dict[str, tuple[Words, Words]]) -> Catalog:
    """The catalogue of a language with exactly the sentences of the library; one whose English changed is fuzzy."""
    found = _Catalogue(lang, header_comment=f"# Sentences of staffmatch: {lang}.", fuzzy=False)
    for code, one in sentences().items():
        english = (one.one, one.several) if one.several else one.one
        former, words = known.get(code, (english, ""))
        fuzzy = bool(words) and former != english
        found.add(english, words, context=code, flags=["python-brace-format", *(["fuzzy"] if fuzzy else [])])
    return found


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The texts of ``staffmatch.po`` and ``staffmatch.mo``."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalogue, width=118)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def faults(catalogue: Catalog) -> Iterator[str]:
    """Sentences that still need a translation, or whose translation says other values than the English."""
    known = sentences()
    for message in catalogue:
        if message.id:
            held = _words(message.string)
            words = (held,) if isinstance(held, str) else held
            if message.fuzzy or not all(words):
                yield f"{message.context}: not translated"
            elif not _says_the_same(known[str(message.context)], words):
                yield f"{message.context}: other values"


def _says_the_same(sentence: Sentence, words: tuple[str, ...]) -> bool:
    """Whether each form has the values of the English, in their kinds, but for the number that chooses the form."""
    forms = (sentence.one,) if sentence.several is None else (sentence.one, sentence.several)
    every = {name: kind for form in forms for name, kind in fields(form).items()}
    wanted = every.keys() if sentence.several is None else every.keys() - {sentence.by}
    return len(words) == len(forms) and all(
        wanted <= fields(form).keys() and fields(form).items() <= every.items() for form in words
    )


def main() -> int:
    found = []
    for lang in LANGUAGES:
        catalogue = brought_up_to_date(lang, translations(lang))
        path(lang, "po").parent.mkdir(parents=True, exist_ok=True)
        for suffix, content in zip(("po", "mo"), written(catalogue), strict=True):
            path(lang, suffix).write_bytes(content)
        found += [f"{lang}: {fault}" for fault in faults(catalogue)]
    print("\n".join(found) or "All sentences are translated.")
    return len(found) > 0


if __name__ == "__main__":
    sys.exit(main())
