"""What is asked of each instance."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from benchmarks.families import Instance


@dataclass(frozen=True)
class Run:
    """``peer`` None is staffmatch itself; ``plans`` is the folder where scenarios and plans are saved."""

    family: str
    peer: str | None
    time_limit: float | None
    threads: int | None
    seed: int
    plans: str | None

    def key(self, instance: Instance) -> dict[str, object]:
        """What makes two rows the same measurement, whatever the machine and the commit."""
        return {"instance": instance.name} | {k: v for k, v in asdict(self).items() if k not in ("plans", "threads")}
