"""python -m docs.catalogue: brings the catalogues of messages up to date with the sentences of the library.

For each language it writes ``staffmatch.po`` anew, keeping what is translated, and compiles ``staffmatch.mo``. What
still needs a translation is listed, and makes it end with 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from docs.house import modules
from staffmatch.messages.language import DOMAIN, LOCALES
from staffmatch.messages.message import SENTENCES, Sentence

LANGUAGES = ("de",)


def sentences() -> dict[str, Sentence]:
    """All sentences of the library by their codes; all of its modules are imported for it."""
    for name in modules():
        if not name.endswith("__main__"):
            import_module(f"staffmatch.{name}")
    return {code: one for code, one in sorted(SENTENCES.items()) if code != "text"}


def path(lang: str, suffix: str) -> Path:
    return LOCALES / lang / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def brought_up_to_date(lang: str) -> Catalog:
    """The catalogue of a language with exactly the sentences of the library."""
    template = Catalog(locale=lang, project="staffmatch", fuzzy=False)
    for code, one in sentences().items():
        template.add((one.one, one.several) if one.several else one.one, context=code, flags=["python-brace-format"])
    known = read_po(path(lang, "po").open("rb"), locale=lang) if path(lang, "po").exists() else Catalog(locale=lang)
    known.update(template, no_fuzzy_matching=True)
    known.obsolete.clear()
    return known


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The texts of ``staffmatch.po`` and ``staffmatch.mo``."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalogue, width=118, omit_header=False, sort_output=True)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def untranslated(catalogue: Catalog) -> Iterator[str]:
    for message in catalogue:
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string):
            yield str(message.context)


def main() -> int:
    missing = []
    for lang in LANGUAGES:
        catalogue = brought_up_to_date(lang)
        path(lang, "po").parent.mkdir(parents=True, exist_ok=True)
        for suffix, content in zip(("po", "mo"), written(catalogue), strict=True):
            path(lang, suffix).write_bytes(content)
        missing += [f"{lang}: {code}" for code in untranslated(catalogue)]
    print("\n".join(missing) or "All sentences are translated.")
    return len(missing) > 0


if __name__ == "__main__":
    sys.exit(main())
