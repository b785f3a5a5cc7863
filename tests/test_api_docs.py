"""The API reference says of every public name what it is, in which units, what it raises, and shows an example."""

from __future__ import annotations

import ast
import doctest
import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

import staffmatch as sm
from docs import api_scenario
from docs.reference import is_left_out
from docs.shared_names import SHARED
from staffmatch.records.bases import RULES, TERMS

pytestmark = pytest.mark.pages

NAMES = {name: getattr(sm, name) for name in sm.__all__ if name not in ("DEFAULT_RULES", "DEFAULT_TIERS")}
MODULES = {name: value for name, value in NAMES.items() if inspect.ismodule(value)}
PUBLIC = {name: value for name, value in NAMES.items() if name not in MODULES}
RECORDS = [value for value in PUBLIC.values() if inspect.isclass(value) and issubclass(value, BaseModel)]

# A field whose name says its unit needs no other word for it.
_UNIT = re.compile(r"minutes|hours|cents|km|seconds|percent")
# Told for all in the index of the reference, or by the signature alone.
_FREE = {"self", "cls", "args", "kwargs"}
_ERROR = re.compile(r"\b(?:InputError|TypeError|\w+Error|UnsupportedRule)\b")


def listed(module: Any) -> list[str]:
    own = (name for name, value in vars(module).items() if getattr(value, "__module__", None) == module.__name__)
    return list(getattr(module, "__all__", None) or [name for name in own if not name.startswith("_")])


def functions() -> Iterator[tuple[str, Any]]:
    """Every public function, those of public modules and the methods of public classes."""
    for name, value in PUBLIC.items():
        if inspect.isfunction(value):
            yield name, value
        elif inspect.isclass(value):
            for method, held in vars(value).items():
                plain = held.__func__ if isinstance(held, classmethod | staticmethod) else held
                if not method.startswith("_") and inspect.isfunction(plain) and not is_left_out(method):
                    yield f"{name}.{method}", plain
    for name, module in MODULES.items():
        for inner in listed(module):
            if inspect.isfunction(function := getattr(module, inner)):
                yield f"{name}.{inner}", function


def raised(function: Any) -> set[str]:
    """The errors that a function raises by its own statements."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    made = [ast.unparse(node.exc).split("(")[0] for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.exc]
    return {"InputError" if one == "bad_option" else one for one in made if one == "bad_option" or one[0].isupper()}


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_has_an_example_that_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for registry in (RULES, TERMS):
        # What they register is gone after it.
        monkeypatch.setattr(registry, "_classes", dict(registry._classes))
    text = inspect.getdoc(PUBLIC[name]) or ""
    test = doctest.DocTestParser().get_doctest(text, dict(vars(api_scenario)), name, None, None)
    assert test.examples, "no example in its docstring"
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE, verbose=False)
    assert runner.run(test, out=told.append).failed == 0, "".join(told)


def test_every_public_name_and_its_methods_have_a_docstring() -> None:
    bare = [name for name, value in NAMES.items() if not (inspect.getdoc(value) or "").strip()]
    for name, module in MODULES.items():
        held = ((inner, getattr(module, inner)) for inner in listed(module))
        code = ((inner, value) for inner, value in held if inspect.isclass(value) or inspect.isfunction(value))
        bare += [f"{name}.{inner}" for inner, value in code if not inspect.getdoc(value)]
    for name, value in PUBLIC.items():
        for member in dir(value) if inspect.isclass(value) else ():
            owner = next((base for base in value.__mro__ if member in vars(base)), object)
            held = vars(owner).get(member)
            own = isinstance(held, property | classmethod | staticmethod) or inspect.isfunction(held)
            if own and owner.__module__.startswith("staffmatch") and not member.startswith("_"):
                told = held if isinstance(held, property) else getattr(owner, member)
                bare += [f"{name}.{member}"] if not is_left_out(member) and not inspect.getdoc(told) else []
    assert bare == []


def test_every_parameter_is_told() -> None:
    left = []
    for name, function in functions():
        told = inspect.getdoc(function) or ""
        wanted = [one for one in inspect.signature(function).parameters if one not in _FREE | SHARED.keys()]
        left += [f"{name}({one})" for one in wanted if not re.search(rf"\b{one}\b", told)]
    assert left == []


def test_every_field_is_told_with_its_unit() -> None:
    left = []
    for record in RECORDS:
        told = " ".join(cls.__doc__ or "" for cls in record.__mro__ if cls.__module__.startswith("staffmatch"))
        for name, field in record.model_fields.items():
            known = name in ("kind", "weight", "because") or name in SHARED or field.description or _UNIT.search(name)
            if not known and not re.search(rf"\b{name}\b", told):
                left.append(f"{record.__name__}.{name}")
    assert left == []


def test_functions_name_the_errors_that_they_raise() -> None:
    silent = [name for name, value in PUBLIC.items() if inspect.isfunction(value) and not _ERROR.search(value.__doc__)]
    for name, function in functions():
        told = inspect.getdoc(function) or ""
        silent += [f"{name}: {one}" for one in raised(function) - {"NotImplementedError"} if one not in told]
    assert silent == []


def test_no_shared_name_is_told_for_nobody() -> None:
    used = {name for record in RECORDS for name in record.model_fields}
    used |= {one for _, function in functions() for one in inspect.signature(function).parameters}
    assert SHARED.keys() - used == set()
