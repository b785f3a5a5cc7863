"""LoadOver: what loads have above a level, in all."""

from __future__ import annotations

from typing import ClassVar, Literal

from staffmatch.objectives.shared.level_term import LevelTerm


class LoadOver(LevelTerm):
    """``Σ_i max(0, L_i - level)`` over those who share, ``L_i = (before + amount) / target``.

    The level is in steps of the share: minutes for hours, hundredths of a per cent for fill rates, times the least
    common multiple of the targets. `leximin` is a run of these, from the worst level on.

    Example: "Load over 8 h: 21 h, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["load_over"] = "load_over"
    over: ClassVar[bool] = True
