"""Cells of certificates: ``Staplerschein bis 31.12.2020; Masern``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from staffmatch.io.sheets.cells import Value
from staffmatch.io.sheets.times import readers
from staffmatch.io.sheets.values import NO_SKILL, joined, names, parts, text
from staffmatch.records.certificates import HeldCertificate

_UNTIL = re.compile(
    r'(?P<name>"(?:[^"]|"")+"|.+?)[\s:]*\(?\s*(?:(?:valid|gültig)\s+)?(?:until|to|bis(?:\s+zum)?)\s+(?P<day>[^)]+)\)?',
    re.IGNORECASE,
)


def held(value: Value) -> list[dict[str, str]]:
    """Names, each with the last day on which it is valid if one is said; a dash or ``keine`` is none."""
    said = text(value)
    return [] if said.casefold() in NO_SKILL else [_one(part) for part in parts(said)]


def asked(value: Value) -> list[str]:
    """Names alone; a dash or ``keine`` is none."""
    return [] if text(value).casefold() in NO_SKILL else names(value)


def _one(part: str) -> dict[str, str]:
    found = _UNTIL.fullmatch(part)
    (name,) = names(found["name"] if found else part)
    return {"id": name} | ({"until": readers.day(found["day"].strip()).isoformat()} if found else {})


def written(certificates: Sequence[HeldCertificate]) -> str:
    """The inverse of `held`."""
    return "; ".join(_quoted(one.id) + ("" if one.until is None else f" until {one.until}") for one in certificates)


def _quoted(name: str) -> str:
    return joined([(name, None)], (name,) if _UNTIL.fullmatch(name) else ())
