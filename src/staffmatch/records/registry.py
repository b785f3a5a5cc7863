"""Registries of classes by kind, filled from below: the module that defines a class registers it.

This module imports no room below it. The package states which of its rooms register classes (`filled_by`); they are
imported when a registry is first read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from staffmatch.errors import InputError, InputIssue
from staffmatch.records import refusals

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")
Check = Callable[[Any], Iterator[InputIssue]]

GROUP = "staffmatch"

_rooms: list[Callable[[], object]] = []
_checks: list[Check] = []
_registries: list[Registry[Any]] = []
_lock = RLock()


def filled_by(load: Callable[[], object]) -> None:
    """``load`` imports the modules that register classes; it is called on every read of a registry and must then be
    cheap."""
    _rooms.append(load)


def _fill() -> None:
    for load in _rooms:
        load()


def check_scenarios_with(check: Check) -> Check:
    """A decorator for functions that yield what is wrong with a scenario as a whole."""
    _checks.append(check)
    return check


def problems_of(scenario: Any) -> Iterator[InputIssue]:
    """The problems that the registered checks find."""
    _fill()
    for check in _checks:
        yield from check(scenario)


class Registry(Generic[T]):
    """The classes derived from one base, by kind, and a scenario's default."""

    def __init__(self, base: type[T]) -> None:
        self.base = base
        self._classes: dict[str, type[T]] = {}
        self._default: Any = None
        _registries.append(self)

    def add(self, cls: type[T]) -> None:
        """Register a class; repeating it has no effect.

        InputError if the class has no kind, or that of another class. A class that `__main__` redefines, as when a
        notebook cell is run again, replaces its former version.
        """
        with _lock:
            if (problem := self.clash(cls, cls.__name__)) and not self._defined_anew(cls):
                raise InputError([problem])
            self._classes[kind_of(cls)] = cls

    def clash(self, cls: type[T], path: str) -> InputIssue | None:
        """A problem if the kind of a class is missing or taken, so that a file could not be read back."""
        kind = kind_of(cls)
        if not kind:
            text = refusals.MISSING_KIND(cls=cls.__name__)
            return InputIssue(
                "missing_kind", path, text, refusals.MISSING_KIND_ADVICE(kind='kind: Literal["my_own"] = "my_own"')
            )
        if (known := self._classes.get(kind, cls)) is not cls:
            text = refusals.KIND_TAKEN(cls=cls.__name__, kind=kind, known=_described(known))
            return InputIssue("kind_taken", path, text, refusals.KIND_TAKEN_ADVICE())
        return None

    def _defined_anew(self, cls: type[T]) -> bool:
        known = self._classes.get(kind_of(cls))
        return known is not None and _described(known) == _described(cls) and cls.__module__ == "__main__"

    def get(self, kind: object) -> type[T] | None:
        """The class of a kind; entry points of installed packages are loaded only if it is unknown."""
        _fill()
        if not isinstance(kind, str):
            return None
        if kind not in self._classes:
            _load_installed()
        return self._classes.get(kind)

    @property
    def classes(self) -> dict[str, type[T]]:
        """All classes by kind, including those of installed packages."""
        _fill()
        _load_installed()
        return dict(self._classes)

    def use_by_default(self, default: Any) -> None:
        self._default = default

    @property
    def default(self) -> Any:
        """The value for a scenario that gives none."""
        _fill()
        return self._default


def kind_of(cls: type[Any]) -> str:
    """The kind by which files name a class, "" if there is none."""
    kind = cls.model_fields["kind"].default
    return kind if isinstance(kind, str) else ""


def _described(cls: type[Any]) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def register(cls: type[T]) -> type[T]:
    """Register a rule, term or travel model of one's own by its ``kind``, for files, JSON, the schema and the command
    line.

    Returns the class, so that it works as a decorator; repeating it has no effect. InputError if it is not such a
    class, has no kind, or has the kind of another class.

    >>> from typing import Literal
    >>> @sm.register
    ... class FewerPairs(sm.constraints.WeeklyHours):
    ...     kind: Literal["fewer_pairs"] = "fewer_pairs"
    >>> scenario.with_rules(FewerPairs(hours=8)).rules[-1].kind
    'fewer_pairs'
    """
    _fill()
    for registry in _registries:
        if isinstance(cls, type) and issubclass(cls, registry.base) and cls is not registry.base:
            registry.add(cls)
            return cls
    bases = tuple(registry.base.__name__ for registry in _registries)
    text = refusals.WRONG_CLASS(given=repr(cls), bases=bases)
    raise InputError([InputIssue("wrong_class", "register", text, refusals.WRONG_CLASS_ADVICE())])


@cache
def _unloaded_entry_points() -> list[EntryPoint]:
    """The entry points not loaded yet."""
    # The import takes a tenth of a second, so it is done only here.
    from importlib.metadata import entry_points

    return list(entry_points(group=GROUP))


def _load_installed() -> None:
    """Import the entry points of installed packages: modules that register classes, or classes.

    InputError if one of them fails, every time until it is fixed.
    """
    with _lock:
        while waiting := _unloaded_entry_points():
            point = waiting.pop()
            try:
                found = point.load()
                if isinstance(found, type):
                    register(found)
            except Exception as error:  # somebody else's module may raise anything
                waiting.append(point)
                package = point.dist.name if point.dist else refusals.SOME_PACKAGE()
                text = refusals.BROKEN_ENTRY_POINT(
                    name=point.name, package=package, kind=type(error).__name__, error=str(error)
                )
                advice = refusals.BROKEN_ENTRY_POINT_ADVICE(package=package)
                raise InputError([InputIssue("broken_plugin", point.value, text, advice)]) from error
