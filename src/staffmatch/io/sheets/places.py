"""Quarters of Hamburg and German postal codes in place of coordinates, from the package's own tables."""

from __future__ import annotations

from difflib import get_close_matches

from staffmatch.hamburg.facts import postal_codes, quarters
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.words import plain


def quarter(name: str, private: bool) -> dict[str, float]:
    """A point inside the quarter; for a person's home, similar names are never suggested."""
    known = {plain(one.name): one for one in quarters()}
    if one := known.get(plain(name)):
        return {"lat": one.lat, "lon": one.lon}
    if private:
        advice = "Name a quarter (Altona-Nord, not Altona), a postal code in its own column, or lat and lon."
        raise Wrong("unknown_quarter", "is no quarter of Hamburg that we know.", advice)
    near = get_close_matches(plain(name), known, 1, 0.5)
    advice = f"Did you mean {known[near[0]].name!r}?" if near else "Give a postal code, or lat and lon, instead."
    raise Wrong("unknown_quarter", f"{name!r} is no quarter of Hamburg.", advice)


def postal_code(code: str, private: bool) -> dict[str, float]:
    """A point in the area of the code."""
    known = postal_codes()
    if code in known:
        lat, lon = known[code]
        return {"lat": lat, "lon": lon}
    if private:
        text = "is no German postal code that we know."
        raise Wrong("unknown_postal_code", text, "Check its digits, or give lat and lon.")
    text = f"{code!r} is no German postal code that we know."
    near = min(known, key=lambda one: abs(int(one) - int(code))) if code.isdecimal() and len(code) == 5 else None
    advice = (
        f"The nearest we know is {near}; or give lat and lon." if near else "Write five digits, or give lat and lon."
    )
    raise Wrong("unknown_postal_code", text, advice)
