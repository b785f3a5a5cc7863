"""Measurements as a markdown table, each peer beside staffmatch on the same instance."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.rows import Row

_HEAD = (
    "family", "instance", "by", "status", "value", "bound", "gap", "best known", "seconds", "× seconds", "× value",
    "peak MB",
)  # fmt: skip
_NONE = "–"


def table(rows: Sequence[Row]) -> str:
    """One line for each row, and one with the origin of the figures."""
    own = {_measurement(row): row for row in rows if row["peer"] is None}
    lines = [_HEAD, ("---",) * len(_HEAD), *(_cells(row, own.get(_measurement(row), {})) for row in rows)]
    return "\n".join(f"| {' | '.join(map(_safe, line))} |" for line in lines) + "\n\n" + _origin(rows)


def _safe(cell: str) -> str:
    """The cell without line breaks and unescaped separators."""
    return " ".join(cell.split()).replace("|", "\\|")


def _measurement(row: Row) -> tuple[object, ...]:
    return tuple(row.get(name) for name in ("family", "instance", "time_limit", "seed"))


def _cells(row: Row, own: Row) -> tuple[str, ...]:
    return (
        row["family"],
        row["instance"],
        row["peer"] or "staffmatch",
        f"skipped: {row.get('reason')}" if row["status"] == "skipped" else row["status"],
        _number(row.get("value")),
        _number(row.get("bound")),
        _NONE if row.get("gap") is None else f"{100 * row['gap']:.3g} %",
        _number(row.get("best_known")),
        _short(row.get("seconds")),
        _ratio(row, own, "seconds"),
        _ratio(row, own, "value"),
        _NONE if row.get("peak_mb") is None else f"{row['peak_mb']:,.0f}",
    )


def _ratio(row: Row, own: Row, name: str) -> str:
    mine, theirs = own.get(name), row.get(name)
    return _NONE if not mine or theirs is None else _short(theirs / mine, 4 if name == "value" else 2)


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:,.10g}"


def _short(value: float | None, digits: int = 2) -> str:
    """The number with as many decimals as are meaningful."""
    if value is None:
        return _NONE
    return f"{value:,.{digits}f}" if value < 100 else f"{value:,.0f}"


def _origin(rows: Sequence[Row]) -> str:
    """All commits, seeds, limits and machines of the rows."""
    facts: dict[str, list[object]] = {
        "commit": [row.get("commit") for row in rows],
        "seed": [row.get("seed") for row in rows],
        "time limit": ["none" if row.get("time_limit") is None else f"{row['time_limit']:g} s" for row in rows],
        "threads": [row.get("threads") for row in rows],
        "machine": [_machine(row.get("machine") or {}) for row in rows],
    }
    return "; ".join(f"{name} {', '.join(dict.fromkeys(map(str, values)))}" for name, values in facts.items()) + "."


def _machine(facts: Row) -> str:
    cores, memory = f"{facts.get('cores')} cores", f"{facts.get('ram_gib')} GiB"
    return ", ".join([str(facts.get("cpu")), cores, memory, str(facts.get("os")), f"Python {facts.get('python')}"])
