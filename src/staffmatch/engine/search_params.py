"""All parameters of the search in one frozen tree; users do not need them.

`Control` takes the parameters in force when it is created (`using`) and passes them on. `of` changes values from
Python, `read` from a TOML file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from staffmatch.engine.params import (
    BackendParams,
    CaseParams,
    ControlParams,
    CoreParams,
    CrossoverParams,
    DivingParams,
    ExchangeParams,
    FlowParams,
    GreedyParams,
    NeighbourhoodParams,
    PricingParams,
    RelaxationParams,
    SelectionParams,
    ShiftMinimisationParams,
    TierParams,
    VolumeParams,
)
from staffmatch.engine.roster_params import RosterParams
from staffmatch.engine.shard_params import ShardParams
from staffmatch.engine.small_params import AtOnceParams
from staffmatch.errors import InputError, InputIssue


@dataclass(frozen=True)
class SearchParams:
    """All groups with their defaults; `of` and `read` change single values."""

    control: ControlParams = field(default_factory=ControlParams)
    backends: BackendParams = field(default_factory=BackendParams)
    tier: TierParams = field(default_factory=TierParams)
    at_once: AtOnceParams = field(default_factory=AtOnceParams)
    cases: CaseParams = field(default_factory=CaseParams)
    relaxation: RelaxationParams = field(default_factory=RelaxationParams)
    rosters: RosterParams = field(default_factory=RosterParams)
    pricing: PricingParams = field(default_factory=PricingParams)
    volume: VolumeParams = field(default_factory=VolumeParams)
    core: CoreParams = field(default_factory=CoreParams)
    diving: DivingParams = field(default_factory=DivingParams)
    neighbourhoods: NeighbourhoodParams = field(default_factory=NeighbourhoodParams)
    exchanges: ExchangeParams = field(default_factory=ExchangeParams)
    crossover: CrossoverParams = field(default_factory=CrossoverParams)
    selection: SelectionParams = field(default_factory=SelectionParams)
    greedy: GreedyParams = field(default_factory=GreedyParams)
    flow: FlowParams = field(default_factory=FlowParams)
    shards: ShardParams = field(default_factory=ShardParams)
    shift_minimisation: ShiftMinimisationParams = field(default_factory=ShiftMinimisationParams)

    @classmethod
    def of(cls, given: Mapping[str, Mapping[str, object]]) -> SearchParams:
        """The defaults with some values changed, ``{"tier": {"first_pairs": 50}}``; InputError for unknown names."""
        params = cls()
        for name, values in given.items():
            if not isinstance(values, Mapping) or name not in {one.name for one in fields(cls)}:
                raise InputError([InputIssue("bad_option", name, "is no group of search parameters.", _listed(params))])
            params = replace(params, **{name: _changed(getattr(params, name), name, values)})
        return params

    @classmethod
    def read(cls, file: Path) -> SearchParams:
        """From a TOML file with a table for each group; InputError if it cannot be read."""
        try:
            return cls.of(tomllib.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            text = f"is no file of search parameters: {error}."
            raise InputError([InputIssue("bad_option", str(file), text, "Give a TOML file.")]) from error


def _changed(group: Any, path: str, values: Mapping[str, object]) -> Any:
    return replace(group, **{key: _checked(group, f"{path}.{key}", key, value) for key, value in values.items()})


def _checked(group: Any, path: str, key: str, value: object) -> object:
    """A value converted to the type of its default."""
    if key not in {one.name for one in fields(group)}:
        raise InputError([InputIssue("bad_option", path, "is no search parameter.", _listed(group))])
    default = getattr(group, key)
    if is_dataclass(default) and isinstance(value, Mapping):
        return _changed(default, path, value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(default, tuple) and isinstance(value, list | tuple):
        return tuple(value)
    if number and (isinstance(default, float) or isinstance(value, int)) and not isinstance(default, tuple):
        return value
    raise InputError([InputIssue("bad_option", path, f"is {value!r}.", f"Give a value such as {default!r}.")])


def _listed(group: Any) -> str:
    return f"Choose among {', '.join(one.name for one in fields(group))}."


_IN_FORCE: ContextVar[SearchParams] = ContextVar("search_params", default=SearchParams())  # noqa: B039


def in_force() -> SearchParams:
    """The parameters of the innermost `using`, else the defaults."""
    return _IN_FORCE.get()


@contextmanager
def using(params: SearchParams) -> Iterator[None]:
    """Searches started inside use these parameters."""
    token = _IN_FORCE.set(params)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)
