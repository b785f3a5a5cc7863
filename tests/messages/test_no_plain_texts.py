"""What a reader of any language may see is a message: no text in English is raised, told or printed in its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import staffmatch as sm

SOURCE = Path(sm.__file__).parent

# Where each of these takes what is read: the places of its arguments.
TELLING = {
    "InputIssue": (2, 3),
    "bad_option": (1, 2),
    "StaffmatchError": (0,),
    "LimitError": (0,),
    "UnsupportedRule": (0,),
    "JobError": (0,),
    "ShardError": (0,),
    "refuse": (1, 2),
    "complain": (0,),
    "Wrong": (1, 2),
    "Flaw": (1, 2),
    "Violation": (1,),
    "near_or": (2,),
    "did_you_mean": (1,),
}

# Read by nobody but whoever calls the library from Python: a value of a wrong type, or a parameter of the engine.
IN_PYTHON = {
    "answers/what_if/conflict_sets.py": 4,
    "answers/what_now/replan_options.py": 4,
    "answers/whom_to_ask/acceptance.py": 4,
    "answers/whom_to_ask/offers.py": 2,
    "engine/backends/lp.py": 4,
    "engine/search_params.py": 6,
    "engine/state/control.py": 4,
    "printouts/writing.py": 2,
    "privacy/pseudonyms.py": 2,
    "result/solution.py": 2,
    "result/verifier.py": 1,
    "solver.py": 2,
}


def plain_texts(tree: ast.Module) -> Iterator[ast.expr]:
    """Arguments that are texts, or names that a function gives a text."""
    scopes = [*tree.body, *(one for held in tree.body if isinstance(held, ast.ClassDef) for one in held.body)]
    for function in (one for one in scopes if isinstance(one, ast.FunctionDef)):
        within = list(ast.walk(function))
        named = {
            target.id
            for one in within
            if isinstance(one, ast.Assign)
            for target, value in _assigned(one)
            if _is_text(value, frozenset())
        }
        for call in (one for one in within if isinstance(one, ast.Call)):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            for place in TELLING.get(name, ()):
                if place < len(call.args) and _is_text(call.args[place], frozenset(named)):
                    yield call.args[place]


def _assigned(one: ast.Assign) -> Iterator[tuple[ast.Name, ast.expr]]:
    for target in one.targets:
        both = isinstance(target, ast.Tuple) and isinstance(one.value, ast.Tuple)
        pairs = zip(target.elts, one.value.elts, strict=False) if both else ((target, one.value),)  # type: ignore[attr-defined]
        yield from ((name, value) for name, value in pairs if isinstance(name, ast.Name))


def _is_text(value: ast.expr, named: frozenset[str]) -> bool:
    if isinstance(value, ast.IfExp):
        return _is_text(value.body, named) or _is_text(value.orelse, named)
    if isinstance(value, ast.Constant):
        return isinstance(value.value, str) and " " in value.value
    return isinstance(value, ast.JoinedStr) or (isinstance(value, ast.Name) and value.id in named)


def test_texts_in_english_are_told_to_programmers_alone() -> None:
    found: dict[str, int] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if any(f"{name}(" in source for name in TELLING) and (texts := list(plain_texts(ast.parse(source)))):
            found[path.relative_to(SOURCE).as_posix()] = len(texts)
    assert found == IN_PYTHON
