"""The API reference: a page for the public names of each room, and docstrings as Sphinx reads them."""

from __future__ import annotations

import inspect
import re
from collections import defaultdict
from pathlib import Path
from typing import TypeGuard

from pydantic import BaseModel

import staffmatch
from docs.house import imports, room
from docs.shared_names import SHARED
from staffmatch.records.field_types import Record

# Rooms whose page needs another title than their name.
TITLES = {
    "answers": "Answers that take solving",
    "domain": "Plans",
    "engine": "Events",
    "errors": "Errors",
    "explain": "What can be counted again",
    "io": "Stores",
    "models": "Scenarios",
    "records": "Bases of rules, terms and travel models",
    "reports": "Reports",
    "printouts": "Pages to hand on",
    "result": "Solutions and verification",
    "solver": "Solving",
}

_INDEX = """\
Every public name, from the docstrings. Times have their offset from UTC, hours are worked hours as decimal numbers,
money is whole cents, ways are whole minutes one way, shares and gaps are relative (0.01 is a percent). Whatever else
stands where a scenario, a solution or a plan is wanted raises TypeError; what is wrong in itself raises
:class:`~staffmatch.InputError` with each problem.

Examples are run by the tests. In each of them there is:

.. literalinclude:: ../api_scenario.py
   :lines: 3-
"""

_CODE = re.compile(r"(``.+?``|`[^`\n]+`)", re.DOTALL)
_SPECIAL = re.compile(r"([\\*|_`])")


def pages() -> dict[str, str]:
    """The text of each page by its file name; ``index.rst`` lists them."""
    rooms: dict[str, list[str]] = defaultdict(list)
    modules = []
    for name in staffmatch.__all__:
        value = getattr(staffmatch, name)
        if inspect.ismodule(value):
            modules.append(name)
        elif module := getattr(value, "__module__", None):
            rooms[room(module.removeprefix("staffmatch."))].append(name)
    found = {f"{home}.rst": _names(TITLES.get(home, home.capitalize()), names) for home, names in rooms.items()}
    found |= {f"{name}.rst": _module(f"staffmatch.{name}") for name in modules}
    found |= {f"{name.rpartition('.')[2]}.rst": _module(f"staffmatch.{name}") for name in language()}
    listed = "\n".join(f"   {name.removesuffix('.rst')}" for name in found)
    return {"index.rst": f"{_title('API reference')}\n{_INDEX}\n.. toctree::\n   :maxdepth: 1\n\n{listed}\n"} | found


def language() -> list[str]:
    """What rules and terms are written in: the modules of the formulation that those of the library import, and sums,
    which relations make."""
    written = {"constraints", "objectives"}
    found = {one.imported for one in imports() if room(one.importer) in written}
    return sorted({"formulation.sums", *(name for name in found if room(name) == "formulation")})


def write_pages(folder: Path) -> None:
    """Write the pages, but for those that are as they should be, so that Sphinx reads these no second time."""
    folder.mkdir(exist_ok=True)
    texts = pages()
    for path in folder.glob("*.rst"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def markup(lines: list[str]) -> list[str]:
    """A docstring as reStructuredText.

    Docstrings are written for people and for ``help()``: code stands in single or double backticks, formulas are
    indented, and every other sign means itself.
    """
    paragraphs = "\n".join(lines).strip().split("\n\n")
    return [*"\n\n".join(map(_paragraph, paragraphs)).split("\n"), ""]


def _paragraph(text: str) -> str:
    if text.startswith("    "):
        return "::\n\n" + text
    if text.startswith(">>>"):
        return text
    parts = [_literal(part) if at % 2 else _SPECIAL.sub(r"\\\1", part) for at, part in enumerate(_CODE.split(text))]
    return "".join(parts)


def _literal(code: str) -> str:
    # An escaped space ends a literal that a letter follows.
    return rf"\ ``{code.strip('`')}``\ "


def fields(value: object) -> list[str]:
    """The fields of a model, as its source has them; none for anything else."""
    if not _is_model(value):
        return []
    sources = {
        name: text for cls in reversed(value.__mro__) for name, text in vars(cls).get("__annotations__", {}).items()
    }
    found = []
    for name, field in value.model_fields.items():
        told = field.description or SHARED.get(name, "")
        description = f": {_paragraph(told)}" if told else ""
        found.append(f":param {name}: ``{sources[name]}``{description}")
    return [*found, ""]


def signature(value: object) -> tuple[str, None] | None:
    """The arguments of a model's constructor, whose types `fields` tells; None for anything else."""
    if not _is_model(value):
        return None
    bare = [one.replace(annotation=inspect.Parameter.empty) for one in inspect.signature(value).parameters.values()]
    return str(inspect.Signature(bare)), None


def is_left_out(member: str) -> bool:
    """Whether every record has the member, which is pydantic's to document, or the library's own."""
    return hasattr(Record, member) and member != "replace"


def _is_model(value: object) -> TypeGuard[type[BaseModel]]:
    return inspect.isclass(value) and issubclass(value, BaseModel)


def _names(title: str, names: list[str]) -> str:
    return f"{_title(title)}\n{_table('staffmatch', names)}\n" + "\n".join(map(_entry, names))


def _entry(name: str) -> str:
    value = getattr(staffmatch, name)
    if not inspect.isclass(value):
        return f".. autofunction:: staffmatch.{name}\n"
    return f".. autoclass:: staffmatch.{name}\n   :members:\n   :inherited-members: BaseModel, Exception, str, tuple\n"


def _module(name: str) -> str:
    return f"{_title(name)}\n.. automodule:: {name}\n   :members:\n"


def _table(module: str, names: list[str]) -> str:
    listed = "\n".join(f"   {name}" for name in names)
    return f".. currentmodule:: {module}\n\n.. autosummary::\n\n{listed}\n"


def _title(text: str) -> str:
    return f"{text}\n{'=' * len(text)}\n"
