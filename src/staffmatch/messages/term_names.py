"""Names of tiers in results, such as "2 cost + load_over(8 h)": weights, kinds of terms, and their levels."""

from __future__ import annotations

from typing import NamedTuple


class TermName(NamedTuple):
    """A term's weight, kind, and level with its unit; texts are empty and numbers None where there is none."""

    weight: str
    kind: str
    level: float | None
    unit: str


def at_level(kind: str, level: float, unit: str) -> str:
    """The name of a term at a level."""
    return f"{kind}({level:.12g} {unit})"


def term_name(text: str) -> TermName:
    """What one of the names joined by " + " says."""
    named, opened, rest = text.partition("(")
    weight, _, kind = named.rpartition(" ")
    if not opened:
        return TermName(weight, kind, None, "")
    level, _, unit = rest.removesuffix(")").partition(" ")
    return TermName(weight, kind, float(level), unit)
