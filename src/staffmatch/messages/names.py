"""The names of a scenario's records, for sentences that are to name them in place of their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staffmatch.models import Scenario


def names_of(scenario: Scenario) -> dict[tuple[str, str], str]:
    """The names of companies and workers that have one, by kind and id: ``{("worker", "ana"): "Ana Silva"}``.

    Demands, shifts and skills have no names in a scenario; whoever has them adds them: ``names_of(scenario) |
    {("shift", "mon"): "Montag früh"}``.
    """
    from staffmatch.records.accessors import names

    listed = {"company": names(scenario, "companies"), "worker": names(scenario, "workers")}
    return {(kind, one): name for kind, named in listed.items() for one, name in named if name}
