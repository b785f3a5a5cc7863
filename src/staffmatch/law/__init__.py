"""Law packs: rules with their paragraphs, made from dated data.

``scenario.with_rules(*law.germany(on="2020-04-15", state="HH"))``. A pack is a folder of TOML files beside this module,
and `rules_of` gives the rules of any by the folder's name. docs/law.md says what each encodes and where it simplifies.
No pack is legal advice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from staffmatch.law.entries import Entry, Example, NotEncoded, Pack, Worked, packs, read_pack
from staffmatch.law.selection import rules_of
from staffmatch.records.bases import Rule

__all__ = ["Entry", "Example", "NotEncoded", "Pack", "Worked", "eu", "germany", "packs", "read_pack", "rules_of"]


def germany(
    on: date | str | None = None,
    *,
    state: str | None = None,
    sector: str | Iterable[str] | None = None,
    collective: str | Iterable[str] = (),
    lending: str = "licensed",
) -> tuple[Rule, ...]:
    """The rules of German law as it was on a day; without one, as it was last checked.

    ``state`` is the one whose holidays count, ``sector`` the WZ 2008 section of the borrowers, and ``collective``
    names what an agreement allows. Of several sections, ``sector=("H", "Q")``, each has its own rules, which take the
    place of the others in work for borrowers of that section alone. With ``lending="occasional"``, § 1 (3) no. 2a AÜG,
    or ``lending="group"``, no. 2, no licence is needed, and of the AÜG only the ban of construction and the condition
    itself are left. People of the `Worker.groups` youth,
    maternity and night_worker have rules of their own.

    InputError for what the pack does not know, and for a day before its law was in force.
    """
    return rules_of("germany", on, state=state, sector=sector, collective=collective, lending=lending)


def eu(on: date | str | None = None) -> tuple[Rule, ...]:
    """The rules of Directive 2003/88/EC, the least that the law of every member state has to ask for."""
    return rules_of("eu", on)
