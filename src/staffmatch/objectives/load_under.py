"""LoadUnder: what loads have below a level, in all."""

from __future__ import annotations

from typing import ClassVar, Literal

from staffmatch.objectives.shared.level_term import LevelTerm


class LoadUnder(LevelTerm):
    """``Σ_i max(0, level - L_i)`` over those who share, ``L_i = (before + amount) / target``.

    The level is in steps of the share: minutes for hours, hundredths of a per cent for fill rates, times the least
    common multiple of the targets. `leximin` is a run of these, from the worst level on.

    Example: "Load under 8 h: 0 h, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["load_under"] = "load_under"
    over: ClassVar[bool] = False
