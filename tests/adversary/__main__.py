"""``python -m tests.adversary COUNT [SEED] [--regime NAME] [--out FOLDER]``: a table of how `solve` did."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import staffmatch as sm
from tests.adversary.judging import Verdict, judge
from tests.adversary.regimes import REGIMES
from tests.adversary.scenarios import scenario
from tests.adversary.shrinking import shrunk

COLUMNS = ("optimal", "certified", "feasible", "infeasible", "LimitError", "slow", "different", "InternalError")

# Seconds that `solve` may take before a scenario is listed with those that failed.
SLOW = 5


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.adversary", description=__doc__)
    parser.add_argument("count", type=int, help="scenarios of each regime")
    parser.add_argument("seed", type=int, nargs="?", default=0, help="the first seed")
    parser.add_argument("--regime", choices=sorted(REGIMES), action="append", help="all of them by default")
    parser.add_argument("--out", type=Path, help="where scenarios that failed are saved, whole and shrunk")
    asked = parser.parse_args(arguments)
    failed = 0
    _print(["regime", *COLUMNS])
    for name in asked.regime or REGIMES:
        counts = run(name, range(asked.seed, asked.seed + asked.count), asked.out)
        failed += counts["to look at"]
        others = [f"{key} {counts[key]}" for key in sorted(counts.keys() - {*COLUMNS})]
        _print([name, *(str(counts[key]) for key in COLUMNS), *others])
    return int(failed > 0)


def run(name: str, seeds: range, out: Path | None = None) -> Counter[str]:
    counts: Counter[str] = Counter()
    for seed in seeds:
        verdict = judge(scenario(seed, name))
        counts.update([verdict.outcome, *(f"proof: {proof}" for proof in verdict.proofs)])
        counts["certified"] += verdict.certified
        slow = verdict.seconds > SLOW
        counts["slow"] += slow
        if verdict.failed or slow or verdict.outcome == "feasible":
            counts["to look at"] += 1
            _print([name, str(seed), f"{verdict.seconds:.1f} s", verdict.outcome, verdict.text[:200]])
            if out is not None:
                _save(name, seed, verdict, out)
    return counts


def _save(name: str, seed: int, verdict: Verdict, out: Path) -> None:
    """As drawn, and shrunk if it was not only slow."""

    def same(other: Verdict) -> bool:
        # The first words say what is wrong, the others how much.
        return other.outcome == verdict.outcome and other.text.split()[:2] == verdict.text.split()[:2]

    made = scenario(seed, name)
    _list(out, f"{name}_{seed}", made, verdict)
    if verdict.failed or verdict.outcome == "feasible":
        small = shrunk(made, lambda candidate: same(judge(candidate)))
        _list(out, f"{name}_{seed}_small", small, judge(small))


def _list(out: Path, name: str, made: sm.Scenario, verdict: Verdict) -> None:
    out.mkdir(parents=True, exist_ok=True)
    made.save(out / f"{name}.json")
    with (out / "list.txt").open("a") as listed:
        listed.write(f"{name}: {verdict.seconds:.1f} s: {verdict.outcome}: {verdict.text}\n")


def _print(cells: Sequence[str]) -> None:
    sys.stdout.write("  ".join(cell.rjust(10) for cell in cells) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
