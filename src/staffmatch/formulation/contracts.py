"""Checks of the masks, rows and costs that rules and terms return; ExtensionError names the class and method at
fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from traceback import walk_tb
from typing import Any

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.errors import ExtensionError, StaffmatchError, counted
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear, RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.records.bases import Rule, Term


def mask_of(rule: Rule, pairs: Pairs) -> Mask | None:
    """``rule.keep(pairs)``, checked: one boolean for each pair."""
    with _named(rule, "keep"):
        mask: Any = rule.keep(pairs)
    if mask is None or (isinstance(mask, np.ndarray) and mask.dtype == bool and mask.shape == (len(pairs),)):
        return mask
    raise _wrong(rule, "keep", f"one truth value for each of {counted(len(pairs), 'pair')}", mask)


def blocks_of(rule: Rule, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
    """``rule.rows(pairs, variables)``, checked: integers, valid row and column indices."""
    with _named(rule, "rows"):
        blocks = list(rule.rows(pairs, variables))
    for block in blocks:
        if not isinstance(block, RowBlock):
            raise _wrong(rule, "rows", "row blocks", block)
        parts = {name: getattr(block, name) for name in ("row", "column", "value", "lower", "upper")}
        _require_whole(rule, "rows", parts)
        _require_indices(rule, "rows", "row", block.row, len(block.lower))
        _require_indices(rule, "rows", "column", block.column, variables.width)
        if not (len(block.row) == len(block.column) == len(block.value) and len(block.lower) == len(block.upper)):
            raise _wrong(
                rule, "rows", "row, column and value of each entry, lower and upper of each row", _sizes(parts)
            )
        yield block


def costs_of(term: Term, pairs: Pairs, variables: VariableRegistry) -> Linear:
    """``term.costs(pairs, variables)``, checked: integers over valid columns."""
    with _named(term, "costs"):
        linear: Any = term.costs(pairs, variables)
    _require_linear(term, "costs", linear, variables)
    found: Linear = linear
    return found


def charges_of(rule: Rule, pairs: Pairs, variables: VariableRegistry) -> Linear | None:
    """``rule.charges(pairs, variables)``, checked likewise."""
    with _named(rule, "charges"):
        linear = rule.charges(pairs, variables)
    if linear is not None:
        _require_linear(rule, "charges", linear, variables)
    return linear


@contextmanager
def _named(asked: Rule | Term, method: str) -> Iterator[None]:
    """Errors of the vocabulary, such as a non-integer weight or an unknown column, name the class and method.

    Errors that the method raises itself are passed on.
    """
    try:
        yield
    except StaffmatchError:
        raise
    except (TypeError, ValueError, LookupError) as error:
        *_, (last, _) = walk_tb(error.__traceback__)
        if not last.f_globals["__name__"].startswith(__package__ or ""):
            raise
        text = error.args[0] if error.args else type(error).__name__
        raise ExtensionError(f"{type(asked).__name__}.{method} ({asked.kind!r}) does not work: {text}") from error


def _require_linear(asked: Rule | Term, method: str, linear: Any, variables: VariableRegistry) -> None:
    if not isinstance(linear, Linear):
        raise _wrong(asked, method, "a Linear", linear)
    parts = {"columns": linear.columns, "values": linear.values}
    _require_whole(asked, method, parts)
    _require_indices(asked, method, "column", linear.columns, variables.width)
    if len(linear.columns) != len(linear.values):
        raise _wrong(asked, method, "a value for each column", _sizes(parts))
    if isinstance(linear.constant, bool) or not isinstance(linear.constant, int | np.integer):
        raise _wrong(asked, method, "a whole constant", linear.constant)


def _require_whole(asked: Rule | Term, method: str, parts: dict[str, Any]) -> None:
    for name, part in parts.items():
        if not (isinstance(part, np.ndarray) and part.ndim == 1 and (part.dtype.kind in "iu" or not len(part))):
            raise _wrong(asked, method, f"`{name}` as an array of whole numbers", part)


def _require_indices(asked: Rule | Term, method: str, name: str, indices: Any, count: int) -> None:
    if len(indices) and not 0 <= indices.min() <= indices.max() < count:
        wanted = f"a {name} from 0 to {count - 1:,}" if count else f"no {name}"
        raise _wrong(asked, method, wanted, f"{indices.min():,} to {indices.max():,}")


def _sizes(parts: dict[str, Any]) -> str:
    return ", ".join(f"{len(part):,} of {name}" for name, part in parts.items())


def _wrong(asked: Rule | Term, method: str, wanted: str, given: object) -> ExtensionError:
    if isinstance(given, np.ndarray):
        told = f"an array of {given.dtype}, shape {given.shape}"
    else:
        told = given if isinstance(given, str) else type(given).__name__
    where = f"{type(asked).__name__}.{method} ({asked.kind!r})"
    return ExtensionError(f"{where} has to give {wanted}; it gives {told}.{_ADVICE.get(method, '')}")


_ADVICE = {
    "costs": " Count in steps, `per_unit` of them to a unit, so that costs are whole.",
    "charges": " Count in sixtieths of a cent.",
    "keep": " Start from np.ones(len(pairs), bool).",
}
