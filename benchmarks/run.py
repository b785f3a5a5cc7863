"""What is requested for each instance."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from benchmarks.families import Instance


@dataclass(frozen=True)
class Run:
    """``peer`` None is staffmatch itself; ``plans`` is the folder where scenarios and plans are saved,
    ``params`` a TOML file of search parameters."""

    family: str
    peer: str | None
    time_limit: float | None
    threads: int | None
    seed: int
    plans: str | None
    params: str | None = None

    def key(self, instance: Instance) -> dict[str, object]:
        """The key by which two rows are the same measurement, whatever the machine and the commit."""
        kept = {name: value for name, value in asdict(self).items() if name not in ("plans", "threads")}
        # Rows with default parameters leave them out, as earlier rows did.
        return {"instance": instance.name} | {k: v for k, v in kept.items() if k != "params" or v is not None}
