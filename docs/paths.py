"""What rules and terms hand to the engine, read from their code: which rows, indicators, numbers, charges."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from staffmatch.records.bases import Rule, Term
from staffmatch.records.field_types import Record

_ROOMS = "staffmatch.constraints", "staffmatch.objectives"
_SHARED = "staffmatch.constraints.shared", "staffmatch.objectives.shared.share_rows"

# What makes groups of entries, and so rows.
_GROUPED = re.compile(r"\.(?:by|each|overlapping|excluding)\(")

PAIRING, CHARGE = "pairing", "charge"
WORKER, SEAT, LINKING = "worker rows", "seat rows", "linking rows"
INDICATORS, NUMBERS, PAIRS = "indicators", "numbers", "pairs"

RULE_PATHS = {
    PAIRING: "forbids pairs before the engine sees any, so that every path takes it",
    WORKER: "bound one worker's pairs: minimum-cost flow as long as no pair is in two of them that bind; else the "
    "linear program by pricing or, where seats are scarce, rosters, which keep one family of such rows",
    SEAT: "bound one seat's pairs: every path takes them, a flow as long as no pair is in two of them that bind",
    LINKING: "are all others, of several workers or jobs, or asking for some: no flow; the linear program by pricing, "
    "beside rosters a price; then branch and bound",
    INDICATORS: "tell whether any of some pairs is chosen: no flow where a row or a cost looks at them; their links "
    "enter the linear program as they are violated, and a group that falls short is given up as a whole",
    CHARGE: "adds money to the term `Cost`: on pairs every path takes it; on indicators prices replace the linear "
    "program where links are many, and neighbourhoods do most of the search",
}

TERM_PATHS = {
    PAIRS: "costs on each pair, which every path takes",
    INDICATORS: "costs on whether any of some pairs is chosen: no flow; prices and neighbourhoods where links are many",
    NUMBERS: "whole numbers, the least that rows allow: no flow; the linear program by pricing, branch and bound",
}


@cache
def rule_path(rule: type[Rule]) -> tuple[str, ...]:
    """What the rule hands to the engine."""
    found = {PAIRING} if rule.split is not Rule.split or rule.keep is not Rule.keep else set()
    if rule.charges is not Rule.charges:
        found.add(CHARGE)
    if rule.rows is not Rule.rows:
        found |= {_side_of_block(call) for call in _calls(rule) if _owner(call) == "RowBlock"}
        found |= {side for sides in _compared(rule) for side in _sides_of_sum(*sides)}
        # The rows of sets of days are written for all rules at once, of indicators that pairs alone may stand for.
        found |= {WORKER, LINKING} if any(_owner(call) == "DaySets" for call in _calls(rule)) else set()
    if any(_owner(call) == "variables" or _makes_indicators(call) for call in _calls(rule)):
        found.add(INDICATORS)
    return tuple(name for name in RULE_PATHS if name in found)


@cache
def term_path(term: type[Term]) -> tuple[str, ...]:
    """What the term hands to the engine."""
    made = {call.func.attr for call in _calls(term) if _owner(call) == "variables" or _makes_indicators(call)}
    found = {NUMBERS} if "least" in made else set()
    if made - {"least"}:
        found.add(INDICATORS)
    return tuple(name for name in TERM_PATHS if name in (found or {PAIRS}))


def _modules(kind: type[Record]) -> Iterator[ast.Module]:
    """The modules of a class, of the bases that it shares with others, and of what these share."""
    own = [cls.__module__ for cls in kind.__mro__ if cls.__module__.startswith(_ROOMS)]
    shared = [name for one in own for name in _shared_by(one)]
    yield from map(_parsed, dict.fromkeys(own + shared))


@cache
def _shared_by(module: str) -> tuple[str, ...]:
    imported = [node.module for node in ast.walk(_parsed(module)) if isinstance(node, ast.ImportFrom) and node.module]
    return tuple(name for name in imported if name.startswith(_SHARED))


@cache
def _parsed(module: str) -> ast.Module:
    return ast.parse(inspect.getsource(sys.modules[module]))


def _calls(kind: type[Record]) -> Iterator[Any]:
    return (call for module in _modules(kind) for call in _calls_in(module))


@cache
def _calls_in(module: ast.Module) -> tuple[ast.Call, ...]:
    return tuple(node for node in _within(module) if isinstance(node, ast.Call))


@cache
def _functions_in(module: ast.Module) -> tuple[ast.FunctionDef, ...]:
    return tuple(node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))


def _within(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a module, but for the helper that all rules with a scope have and few call."""
    if not (isinstance(node, ast.FunctionDef) and node.name == "any_by"):
        yield node
        for child in ast.iter_child_nodes(node):
            yield from _within(child)


@cache
def _owner(call: ast.Call) -> str:
    """``owner`` in a call such as ``owner.method(...)``."""
    return ast.unparse(call.func).removeprefix("self.").split(".")[0]


@cache
def _makes_indicators(call: ast.Call) -> bool:
    """Whether it is a call of `Groups.any`, or of what asks it for the pairs in a rule's scope."""
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr in ("any", "any_by")
        and "variables" in map(ast.unparse, call.args)
    )


def _side_of_block(call: ast.Call) -> str:
    words = {node.value for node in ast.walk(call) if isinstance(node, ast.Constant)}
    return WORKER if "worker" in words else SEAT if "seat" in words else LINKING


def _compared(kind: type[Record]) -> Iterator[tuple[str, str]]:
    """Both sides of each comparison of a sum of a relation, local names and own methods written out."""
    held = [_functions_in(module) for module in _modules(kind)]
    elsewhere = {function.name: function for functions in held for function in functions}
    for function, beside in ((function, functions) for functions in held for function in functions):
        named = elsewhere | {own.name: own for own in beside}
        for node in ast.walk(function):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.LtE | ast.GtE):
                left, right = (_written_out(side, function, named) for side in (node.left, node.comparators[0]))
                if _GROUPED.search(left) and (".count()" in left or ".sum(" in left):
                    yield left, right


def _written_out(node: ast.expr, function: ast.FunctionDef, functions: dict[str, ast.FunctionDef]) -> str:
    """The expression with what its first name was assigned in front, and what an own method returns."""
    text = ast.unparse(node)
    name = text.split(".")[0]
    for held in ast.walk(function):
        if isinstance(held, ast.Assign | ast.For) and held.lineno < node.lineno:
            target, value = (held.target, held.iter) if isinstance(held, ast.For) else (held.targets[0], held.value)
            if ast.unparse(target) == name:
                return _written_out(value, function, functions) + text.removeprefix(name)
    method = text.removeprefix("self.").split("(")[0]
    if text.startswith("self.") and method in functions:
        returned = [held for held in ast.walk(functions[method]) if isinstance(held, ast.Return) and held.value]
        found = [_written_out(held.value, functions[method], functions) for held in returned if held.value]
        return " ".join([*found, text])
    return text


def _sides_of_sum(left: str, right: str) -> set[str]:
    """Which rows a comparison may be; of indicators that pairs alone may stand for, several."""
    names = _GROUPED.split(left)[-1]
    side = WORKER if "'worker'" in names else SEAT if "'job'" in names else LINKING
    if ".any(variables, alone=" in left or ".parted()" in left:
        return {LINKING, side}
    return {LINKING} if ".any(variables" in left + right or right == "0" else {side}
