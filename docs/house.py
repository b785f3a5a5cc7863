"""``python -m docs.house``: the rooms of the library and its floors, as the imports have them.

A module imports, at load time, only from rooms above its own. Imports inside functions may climb; they are told apart.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import staffmatch

SOURCE = Path(staffmatch.__file__).parent


@dataclass(frozen=True)
class Import:
    """A module takes something of another one, at load time or inside a function."""

    importer: str
    imported: str
    at_load: bool


def modules() -> dict[str, Path]:
    """The modules by their dotted names below `staffmatch`, but for the package itself and what runs it."""
    package = {SOURCE / "__init__.py", SOURCE / "__main__.py"}
    paths = sorted(path for path in SOURCE.rglob("*.py") if path not in package)
    return {".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


@cache
def imports() -> tuple[Import, ...]:
    """All imports at run time of the library's own modules."""
    known = modules()
    return tuple(found for name, path in known.items() for found in _imports(name, path, known))


def _imports(name: str, path: Path, known: dict[str, Path]) -> Iterator[Import]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = {id(node) for node in tree.body}
    for node in _statements(tree):
        for dotted in _named(node):
            inside = dotted.removeprefix("staffmatch.")
            found = inside if inside in known else inside.rpartition(".")[0]
            if dotted.startswith("staffmatch.") and found in known:
                yield Import(name, found, id(node) in top)


def _statements(block: ast.AST) -> Iterator[ast.AST]:
    """All that a block does at run time, in blocks within it as well; no import hides in an expression."""
    for node in ast.iter_child_nodes(block):
        if isinstance(node, ast.expr) or (isinstance(node, ast.If) and _for_types_alone(node)):
            continue
        yield node
        yield from _statements(node)


def _for_types_alone(node: ast.If) -> bool:
    return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _named(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def room(module: str) -> str:
    """The folder, or the module that stands alone, directly below `staffmatch`."""
    return module.split(".", maxsplit=1)[0]


def part_of_the_engine(module: str) -> str:
    """The folder, or the module that stands alone, directly below ``engine``; nothing for other rooms."""
    return module.split(".")[1] if module.startswith("engine.") else ""


def floors(named: Callable[[str], str]) -> list[list[str]]:
    """Rooms by floor, the ground of all others first: each imports at load time from floors before its own alone.

    Raises graphlib.CycleError where there are no such floors.
    """
    above: dict[str, set[str]] = {named(module): set() for module in modules() if named(module)}
    for one in imports():
        importer, imported = named(one.importer), named(one.imported)
        if one.at_load and importer and imported and importer != imported:
            above[importer].add(imported)
    sorter, found = TopologicalSorter(above), []
    sorter.prepare()
    while sorter.is_active():
        ready = sorter.get_ready()
        found.append(sorted(ready))
        sorter.done(*ready)
    return found


def main() -> None:
    size = Counter[str]()
    for module, path in modules().items():
        size[room(module)] += len(path.read_text(encoding="utf-8").splitlines())
    count = Counter(room(module) for module in modules())
    for title, named in (("rooms", room), ("the engine", part_of_the_engine)):
        found = floors(named)
        print(f"{title}: {sum(map(len, found))} on {len(found)} floors")
        for number, names in enumerate(found):
            told = (f"{n} ({count[n]} files, {size[n]} lines)" if named is room else n for n in names)
            print(f"  {number:2}  {', '.join(told)}")
    places = {name: number for number, names in enumerate(floors(room)) for name in names}
    climbing = Counter(
        (room(one.importer), room(one.imported))
        for one in imports()
        if not one.at_load and places[room(one.imported)] >= places[room(one.importer)]
        if room(one.imported) != room(one.importer)
    )
    print(f"imports inside functions that climb: {sum(climbing.values())}")
    for (importer, imported), times in sorted(climbing.items()):
        print(f"      {importer} -> {imported}: {times}")


if __name__ == "__main__":
    main()
