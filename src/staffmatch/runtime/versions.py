"""Versions of this library and of the solvers that it calls."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

_PACKAGES = ("staffmatch", "ortools", "highspy")


def versions() -> dict[str, str]:
    """By the name of the package; without one that is not installed, or not as a package."""
    return dict(_versions())


@cache
def _versions() -> tuple[tuple[str, str], ...]:
    return tuple((name, found) for name in _PACKAGES if (found := _version(name)))


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
