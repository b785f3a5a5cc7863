"""The command line: generate, solve, verify, show."""

from __future__ import annotations

import math
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, NoReturn

try:
    import typer
    from rich.console import Console
    from rich.status import Status
except ImportError:
    sys.exit("The command line needs typer and rich: pip install 'staffmatch[cli]'")

import staffmatch
from staffmatch.engine.control import available_threads
from staffmatch.errors import InputError, InternalError, Problem, StaffmatchError
from staffmatch.io.files import require_distinct, require_writable, write_text

if TYPE_CHECKING:
    from staffmatch.engine.control import Event
    from staffmatch.models import Scenario
    from staffmatch.solution import Solution

OK, VIOLATED, BAD_INPUT, NO_PLAN, FAULT, INTERRUPTED = 0, 1, 2, 3, 70, 130

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
generate = typer.Typer(no_args_is_help=True)
app.add_typer(generate, name="generate", help="Write a synthetic scenario.")

TimeLimit = Annotated[float | None, typer.Option(help="Seconds after which the best plan so far is taken.")]
WorkLimit = Annotated[
    float | None, typer.Option(help="Units of work, about a second each; makes the plan the same on every run.")
]
Gap = Annotated[float, typer.Option(help="Stop when every tier is within this relative gap.")]
Threads = Annotated[int | None, typer.Option(help="Threads; all that this process may use by default.")]
Seed = Annotated[int, typer.Option(help="Seed of all random choices.", min=0, max=2**31 - 1)]


def _version(wanted: bool) -> None:
    if wanted:
        _say(staffmatch.__version__)
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Decides who should work where when companies lend each other staff: pairs, proves, explains."""


def main() -> None:
    """Entry point of the command ``staffmatch``."""
    app(prog_name="staffmatch")


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Folder for scenario.json, plan.json and plan.html.")] = Path("out"),
    preset: Annotated[str, typer.Option(help="small, medium or large.")] = "small",
    seed: Seed = 1,
    time_limit: TimeLimit = 15,
) -> None:
    """Model, solve, verify and show a Hamburg scenario."""
    with _answering():
        _check_options(time_limit)
        _folder(out)
        scenario = staffmatch.hamburg.scenario(preset, seed=seed)
        scenario.save(out / "scenario.json")
        solution = _solved(scenario, out / "plan.json", time_limit=time_limit, seed=seed)
        _show(solution)
        page = staffmatch.report(solution, out / "plan.html")
        _say(f"Written: {out / 'scenario.json'}, {out / 'plan.json'}, {page} (open it in a browser).")
        raise typer.Exit(_code(solution))


@generate.command()
def hamburg(
    out: Annotated[Path, typer.Option(help="The scenario file to write.")],
    preset: Annotated[str | None, typer.Option(help="small, medium or large.")] = None,
    workers: Annotated[int | None, typer.Option(help="People to lend.")] = None,
    seats: Annotated[int | None, typer.Option(help="Headcount times shifts, added up.")] = None,
    days: Annotated[int | None, typer.Option(help="Days of the horizon.")] = None,
    seed: Seed = 0,
) -> None:
    """Hamburg in spring 2020: idle sectors lend, needy ones borrow."""
    with _answering():
        require_writable(out)
        scenario = staffmatch.hamburg.scenario(preset, workers=workers, seats=seats, days=days, seed=seed)
        scenario.save(out)
        shifts = sum(len(demand.shifts) for demand in scenario.demands)
        counts = (len(scenario.companies), "company", "companies"), (len(scenario.workers), "worker", "workers")
        listed = (f"{n:,} {one if n == 1 else many}" for n, one, many in (*counts, (shifts, "shift", "shifts")))
        _say(f"{out}: {', '.join(listed)}.")


@app.command()
def solve(
    scenario: Annotated[Path, typer.Argument(help="A scenario file.")],
    out: Annotated[Path, typer.Option(help="The solution file to write.")],
    report: Annotated[Path | None, typer.Option(help="Also write an HTML report.")] = None,
    time_limit: TimeLimit = None,
    work_limit: WorkLimit = None,
    gap: Gap = 0.0,
    threads: Threads = None,
    seed: Seed = 0,
) -> None:
    """Find the best plan, prove how good it is, verify it."""
    with _answering():
        _check_options(time_limit, gap, threads, work_limit)
        require_distinct(scenario, *filter(None, (out, report)))
        for target in filter(None, (out, report)):
            require_writable(target)
        options = {"time_limit": time_limit, "work_limit": work_limit, "gap": gap, "threads": threads, "seed": seed}
        solution = _solved(staffmatch.Scenario.load(scenario), out, **options)
        _show(solution)
        if report is not None:
            staffmatch.report(solution, report)
        _say(f"Written: {', '.join(str(target) for target in (out, report) if target)}.")
        raise typer.Exit(_code(solution))


@app.command()
def verify(
    scenario: Annotated[Path, typer.Argument(help="A scenario file.")],
    solution: Annotated[Path, typer.Argument(help="A solution file of it.")],
    recount: Annotated[bool, typer.Option(help="Count the reasons of all shortages again, however many.")] = False,
) -> None:
    """Check a solution against every rule, and every figure that it states."""
    with _answering():
        stated = staffmatch.Scenario.load(scenario)
        plan = staffmatch.Solution.load(solution, stated)
        found = staffmatch.verify(stated, plan, recount=None if recount else 1_000_000)
        violations = found.violations or staffmatch.certificate.check(stated, plan)
        for violation in violations:
            _say(f"{violation.rule}: {violation.text}")
        if violations:
            _say("1 violation." if len(violations) == 1 else f"{len(violations)} violations.")
            raise typer.Exit(VIOLATED)
        if _code(plan) == NO_PLAN:
            _say("Verified: the solution states no plan, and what it says of that holds.")
            return
        rules = "1 rule holds" if len(stated.rules) == 1 else f"{len(stated.rules)} rules hold"
        _say(f"Verified: {rules} and every stated figure was recomputed.")
        for number, tier in enumerate(plan.tiers, 1):
            if tier.certified is not None:
                claim = "as good as its value" if tier.certified == tier.value else "the rest is the solver's word"
                _say(f"Tier {number}: a bound of {tier.certified:,.10g} {tier.unit} is certified in integers, {claim}.")
        if left := len(plan.shortages) - found.recounted:
            _say(f"The reasons of {left:,} more shortages were not counted again: --recount does it, in minutes.")


@app.command()
def schema(
    out: Annotated[Path | None, typer.Option(help="A file; the screen by default.")] = None,
    solution: Annotated[bool, typer.Option(help="Of solutions instead of scenarios.")] = False,
) -> None:
    """The JSON Schema of scenario files."""
    import json

    with _answering():
        model = staffmatch.Solution if solution else staffmatch.Scenario
        text = json.dumps(model.model_json_schema(), indent=1) + "\n"
        if out is None:
            _Screen().out(text, end="", highlight=False)
        else:
            write_text(out, text)


class _Screen(Console):
    """A console whose reader may leave early: what was done stays done, and its exit code says so."""

    def on_broken_pipe(self) -> None:
        _silence(self.file)


def _silence(screen: IO[str]) -> None:
    """Nothing more is written to a screen that can not take it, not even when Python ends."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, screen.fileno())
        os.close(nowhere)


@contextmanager
def _answering() -> Iterator[None]:
    """Errors become a sentence and an exit code."""
    try:
        yield
    except typer.Exit:
        raise
    except InternalError as error:
        _fault(f"A fault of staffmatch, please report it with the scenario that shows it: {error}")
    except StaffmatchError as error:
        _complain(str(error))
        raise typer.Exit(BAD_INPUT) from None
    except KeyboardInterrupt:
        _complain("Interrupted before the work was done.")
        raise typer.Exit(INTERRUPTED) from None
    except OSError as error:
        _silence(sys.stdout)
        _fault(f"The system did not do what was asked: {error.strerror or type(error).__name__}.")
    # The last resort: exit code 1 is spoken for, and a traceback may quote people's data.
    except Exception as error:  # noqa: BLE001
        _fault(f"An unforeseen {type(error).__name__}: a fault of staffmatch, please report it.")


def _fault(text: str) -> NoReturn:
    if os.environ.get("STAFFMATCH_DEBUG"):
        traceback.print_exc()
    else:
        text += " STAFFMATCH_DEBUG=1 shows where."
    _complain(text)
    raise typer.Exit(FAULT) from None


def _complain(text: str) -> None:
    _Screen(stderr=True).print(text, markup=False, highlight=False, soft_wrap=True)


def _check_options(
    time_limit: float | None, gap: float = 0.0, threads: int | None = None, work_limit: float | None = None
) -> None:
    """All options that make no sense, before any work."""
    found, cores = [], available_threads()
    if time_limit is not None and not 0 <= time_limit < math.inf:
        found.append(Problem("bad_time_limit", "--time-limit", f"{time_limit:g} is no span of time.", "Give seconds."))
    if work_limit is not None and not 0 <= work_limit < math.inf:
        found.append(Problem("bad_work_limit", "--work-limit", f"{work_limit:g} is no amount.", "Give units of work."))
    if not 0 <= gap <= 1:
        text = f"{gap:g} is not between 0 and 1."
        found.append(Problem("bad_gap", "--gap", text, "Give a fraction, such as 0.01 for one per cent."))
    if threads is not None and not 1 <= threads <= cores:
        text = f"{threads} is not between 1 and {cores}, which is what this process may use."
        found.append(Problem("bad_threads", "--threads", text, "Give fewer, or leave it out to use all."))
    if found:
        raise InputError(found)


def _folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = f"cannot be made a folder: {error.strerror}."
        raise InputError([Problem("unwritable_folder", str(path), text, "Choose another.")]) from None
    require_writable(path / "plan.json")


def _solved(scenario: Scenario, out: Path, **options: Any) -> Solution:
    """Solve with progress on the screen, and save."""
    with _Screen(stderr=True).status("reading") as status:
        tell = _progress(scenario, status)
        solution = staffmatch.solve(scenario, on_event=tell, **options)
    solution.save(out)
    return solution


def _progress(scenario: Scenario, status: Status) -> Callable[[Event], None]:
    """On a terminal one line that changes, elsewhere a line for each phase."""
    units = [tier[0].unit for tier in scenario.tiers]
    seen: set[tuple[str, int | None]] = set()

    def tell(event: Event) -> None:
        text = f"{event.seconds:6.1f} s  {event.phase}"
        if event.tier is not None and event.value is not None and event.bound is not None:
            gap = abs(event.value - event.bound) / max(abs(event.value), 1.0)
            unit = units[event.tier]
            text += f": tier {event.tier + 1} at {event.value:,.1f} {unit}, bound {event.bound:,.1f}, gap {gap:.2%}"
        status.update(text)
        if not status.console.is_terminal and (event.phase, event.tier) not in seen:
            seen.add((event.phase, event.tier))
            status.console.print(text, markup=False, highlight=False, soft_wrap=True)

    return tell


def _code(solution: Solution) -> int:
    if solution.status in ("infeasible", "unknown"):
        return NO_PLAN
    return INTERRUPTED if solution.termination.reason == "interrupted" else OK


def _show(solution: Solution) -> None:
    from staffmatch.reports.console import summary

    _Screen().print(summary(solution))


def _say(text: str) -> None:
    _Screen().print(text, markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    main()
