"""``python -m benchmarks run FAMILY [PATH ...]`` makes a JSON row for each instance and peer, ``table`` shows them;
``deadline`` measures overruns of time limits, ``ask`` how fast a plan answers, ``law`` what each paragraph costs,
``skills`` what a skill or a course is worth, ``fair`` what fairness costs, ``profile`` small programs beside HiGHS,
``headline`` one instance of each kind of work beside a peer, ``shards`` a market whose pairs no process has.

More of one kind: ``python -m benchmarks.frames``, ``.pairing``, ``.rule_book``, ``.scaling``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from benchmarks import ask, ask_replan, fair, headline, law, profile, rows, shards, skills
from benchmarks.deadline import overruns, summary
from benchmarks.families import FAMILIES
from benchmarks.families.files import DATA
from benchmarks.measure import measure, said
from benchmarks.peers import PEERS, Peer
from benchmarks.run import Run
from benchmarks.table import table
from staffmatch import InputError, StaffmatchError

Report = Callable[[tuple[int, int, int], int, float, int | None], Iterator[str]]


def main(arguments: list[str] | None = None) -> int:
    """Exit 0 when every instance has a row, 1 when one failed, 2 for a wrong call."""
    args = _parser().parse_args(arguments)
    try:
        return int(args.command(args))
    except InputError as error:
        print(said(error), file=sys.stderr)
        return 2


def _run(args: argparse.Namespace) -> int:
    instances = FAMILIES[args.family].instances(args.paths, args.preset, args.seed)
    file = Path(args.jsonl) if args.jsonl else None
    done = rows.read(file) if file and args.resume and file.exists() else []
    failed = 0
    for instance in instances:
        for peer in (None, *args.peer):
            run = Run(args.family, peer, args.time_limit, args.threads, args.seed, args.plans, args.params)
            if any(run.key(instance).items() <= row.items() for row in done):
                continue
            try:
                line = json.dumps(measure(run, instance))
            except (StaffmatchError, BrokenProcessPool) as error:
                print(f"{instance.name}, {peer or 'staffmatch'}: {said(error)}", file=sys.stderr)
                failed += 1
                continue
            print(line, flush=True)
            if file:
                rows.append(file, line)
    return 1 if failed else 0


def _deadline(args: argparse.Namespace) -> int:
    found = []
    for instance in FAMILIES[args.family].instances(args.paths, args.preset, args.seed):
        for row in overruns(args.family, instance, args.limits, args.seed):
            found.append(row)
            print(json.dumps(row), flush=True)
    print(summary(found), file=sys.stderr)
    return 0


def _ask(args: argparse.Namespace) -> int:
    for part in args.parts:
        if part == "recommend":
            rows_ = ask.recommend_latencies(args.preset, args.seed, args.seconds, args.questions, args.limits)
        else:
            rows_ = ask_replan.replan_latencies(args.preset, args.seed, args.seconds, args.questions)
        found = []
        for row in rows_:
            found.append(row)
            print(json.dumps(row), flush=True)
        print(ask.summary(found), file=sys.stderr)
    return 0


def _city(args: argparse.Namespace) -> int:
    sizes = (args.workers, args.seats, args.days)
    for line in args.report(sizes, args.seed, args.time_limit, args.threads):
        print(line, flush=True)
    return 0


def _profile(args: argparse.Namespace) -> int:
    for line in profile.report(args.runs, args.time_limit, args.only):
        print(line, flush=True)
    return 0


def _headline(_: argparse.Namespace) -> int:
    for line in headline.report():
        print(line, flush=True)
    return 0


def _shards(args: argparse.Namespace) -> int:
    sizes = (args.people, args.shifts, args.skills)
    for line in shards.report(sizes, args.seed, args.time_limit, args.processes, args.pairs):
        print(line, flush=True)
    return 0


def _table(args: argparse.Namespace) -> int:
    print(table([row for file in args.files for row in rows.read(file)]))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser(
        "run",
        help="measure instances of one family",
        epilog=_families(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _instances(run)
    run.add_argument("--time-limit", type=float, metavar="S", help="seconds for each instance")
    run.add_argument("--threads", type=int, metavar="N")
    peers = sorted(filter(None, PEERS))
    run.add_argument("--peer", action="append", default=[], choices=peers, help="also measure this; may be repeated")
    run.add_argument("--jsonl", metavar="FILE", help="append the rows to this file")
    run.add_argument("--plans", metavar="DIR", help="save each scenario and solution here")
    run.add_argument("--params", metavar="FILE", help="search parameters of staffmatch, a TOML file")
    run.add_argument("--resume", action="store_true", help="leave out what the file already has")
    run.set_defaults(command=_run)
    late = commands.add_parser(
        "deadline",
        help="measure by how much time limits are overrun",
        epilog=_families(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _instances(late)
    limits = [0.5, 1.0, 2.0, 5.0, 10.0]
    late.add_argument("--limits", type=float, nargs="+", default=limits, metavar="S", help="seconds, one run each")
    late.set_defaults(command=_deadline)
    asked = commands.add_parser("ask", help="measure how fast a plan of Hamburg answers, and what is proven")
    asked.add_argument("--preset", default="medium", help="the size of the city")
    asked.add_argument("--seed", type=int, default=1, metavar="N", help="of the city and of the questions")
    asked.add_argument("--seconds", type=float, default=60, metavar="S", help="to make the plan")
    asked.add_argument("--questions", type=int, default=100, metavar="N")
    parts = ("recommend", "replan")
    asked.add_argument("--parts", nargs="+", default=parts, choices=parts, help="what to ask; all by default")
    within = [0.0, 0.05, 0.25, 2.0]
    asked.add_argument("--limits", type=float, nargs="+", default=within, metavar="S", help="seconds for each answer")
    asked.set_defaults(command=_ask)
    _spread(commands.add_parser("shards", help="price and plan a market whose pairs are spread over processes"))
    told = "measure what each paragraph of German law costs in spring 2020"
    _cities(commands.add_parser("law", help=told), law.SIZES, law.report, 120)
    told = "measure what implied skills and courses are worth in spring 2020"
    _cities(commands.add_parser("skills", help=told), skills.SIZES, skills.report, 30)
    told = "measure what fair shares cost in spring 2020"
    _cities(commands.add_parser("fair", help=told), fair.SIZES, fair.report, 30)
    beside = commands.add_parser("profile", help="measure sixty small programs beside HiGHS alone")
    beside.add_argument("--runs", type=int, default=3, metavar="N", help="of which the median counts")
    beside.add_argument("--time-limit", type=float, default=60, metavar="S", help="for each run of either")
    beside.add_argument("--only", type=int, nargs="+", default=[], metavar="N", help="these programs, counted from 1")
    beside.set_defaults(command=_profile)
    first = commands.add_parser("headline", help="measure one instance of each kind beside a peer, in some ten minutes")
    first.set_defaults(command=_headline)
    shown = commands.add_parser("table", help="make a markdown table of rows")
    shown.add_argument("files", nargs="+", metavar="FILE", help="what `run --jsonl` has written")
    shown.set_defaults(command=_table)
    return parser


def _spread(spread: argparse.ArgumentParser) -> None:
    spread.add_argument("--people", type=int, default=3_000, metavar="N")
    spread.add_argument("--shifts", type=int, default=6_000, metavar="N")
    spread.add_argument("--skills", type=int, default=8, metavar="N", help="of which each person has two")
    spread.add_argument("--seed", type=int, default=1, metavar="N")
    spread.add_argument("--time-limit", type=float, default=60.0, metavar="S")
    spread.add_argument("--processes", type=int, default=2, metavar="N")
    spread.add_argument("--pairs", type=int, default=1_000_000, metavar="N", help="of a shard, about")
    spread.set_defaults(command=_shards)


def _cities(command: argparse.ArgumentParser, sizes: tuple[int, int, int], report: Report, seconds: float) -> None:
    for name, size in zip(("--workers", "--seats", "--days"), sizes, strict=True):
        command.add_argument(name, type=int, default=size, metavar="N")
    command.add_argument("--seed", type=int, default=1, metavar="N", help="of the city and of the solver")
    command.add_argument("--time-limit", type=float, default=seconds, metavar="S", help="seconds for each choice")
    command.add_argument("--threads", type=int, metavar="N")
    command.set_defaults(command=_city, report=report)


def _families() -> str:
    """The families and peers as described in their modules and functions."""
    told = [f"{name}: {sys.modules[type(family).__module__].__doc__}" for name, family in FAMILIES.items()]
    peers = [_peer(name, peer) for name, peer in PEERS.items() if name is not None]
    return "\n".join([f"families; files lie in the folder of that name in {DATA}\n", *told, "peers\n", *peers])


def _peer(name: str, peer: Peer) -> str:
    where = f" (only {', '.join(peer.families)})" if peer.families else ""
    return f"{name}{where}: {sys.modules[peer.solve.__module__].__doc__}"


def _instances(command: argparse.ArgumentParser) -> None:
    command.add_argument("family", choices=FAMILIES)
    command.add_argument("paths", nargs="*", metavar="PATH", help="files, or generate:... as the family defines it")
    command.add_argument("--preset", help="a size that the family knows by name")
    command.add_argument("--seed", type=int, default=0, metavar="N", help="of the generator and of the solver")


if __name__ == "__main__":
    sys.exit(main())
