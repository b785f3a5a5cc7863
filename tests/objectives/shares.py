"""Random shares of a scenario."""

from __future__ import annotations

from random import Random
from typing import Any

import staffmatch as sm
from staffmatch.objectives import CompanyShare, Share


def drawn_share(dice: Random, scene: sm.Scenario) -> Share | CompanyShare:
    """Of anything that counts, now and then with targets, with a history, or with more being better."""
    of = dice.choice(("workers", "workers", "workers", "lenders", "borrowers", "filled"))
    if of == "filled":
        return CompanyShare(of="borrowers", count="filled")
    table: Any = "workers" if of == "workers" else "companies"
    known = scene.ids(table)
    fields: dict[str, Any] = {
        "count": dice.choice(("hours", "hours", "shifts", "nights", "weekends")),
        "more_is": dice.choice((None, None, "worse", "better")),
    }
    if dice.random() < 0.3:
        fields["history"] = {dice.choice(known): dice.choice((-8, 4, 7)) for _ in range(2)}
    if dice.random() < 0.3:
        fields["targets"] = {name: dice.choice((1, 2, 3)) for name in known}
    return Share(**fields) if of == "workers" else CompanyShare(of=of, **fields)
