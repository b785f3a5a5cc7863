"""Quarters of Hamburg and German postal codes in place of coordinates, from the package's own tables."""

from __future__ import annotations

from difflib import get_close_matches

from staffmatch.hamburg.facts import postal_codes, quarters
from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.words import plain


def quarter(name: str, private: bool) -> dict[str, float]:
    """A point inside the quarter; for a person's home, similar names are never suggested."""
    known = {plain(one.name): one for one in quarters()}
    if one := known.get(plain(name)):
        return {"lat": one.lat, "lon": one.lon}
    if private:
        advice = refusals.UNKNOWN_QUARTER_NAME_QUARTER_ADVICE()
        raise Wrong("unknown_quarter", refusals.UNKNOWN_QUARTER(), advice)
    held = plain(name)
    within = [one for one in known if held and one.startswith(held)] or get_close_matches(held, known, 1, 0.8)
    near = tuple(known[one].name for one in within[:3])
    advice = refusals.UNKNOWN_QUARTER_ADVICE(near=near) if near else refusals.UNKNOWN_QUARTER_GIVE_POSTAL_ADVICE()
    raise Wrong("unknown_quarter", refusals.UNKNOWN_QUARTER_QUARTER_HAMBURG(name=name), advice)


def postal_code(code: str, private: bool) -> dict[str, float]:
    """A point in the area of the code; no other is suggested, since near numbers need not be near places."""
    known = postal_codes()
    if code in known:
        lat, lon = known[code]
        return {"lat": lat, "lon": lon}
    text = refusals.UNKNOWN_POSTAL_CODE_PRIVATE() if private else refusals.UNKNOWN_POSTAL_CODE(code=code)
    raise Wrong("unknown_postal_code", text, refusals.UNKNOWN_POSTAL_CODE_ADVICE())
