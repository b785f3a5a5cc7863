"""What shards are made of: the scenario without its people, and the people of each shard.

People are dealt out in turn, so that each shard is the market in small. How many shards there are follows from the
scenario alone: plans are the same for any number of workers.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffmatch.arrays import Int
from staffmatch.engine.shard_params import ShardParams
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.models import Company, Demand, Scenario, Worker
from staffmatch.records.digest import in_order
from staffmatch.records.pair_table import PairTable
from staffmatch.records.pins import Pin
from staffmatch.records.remembered import columns_of_models
from staffmatch.records.sequence import Records


@dataclass(frozen=True)
class People:
    """The people of a shard, with what the scenario says of them alone."""

    workers: Records[Worker]
    pins: tuple[Pin, ...]
    pair_table: PairTable | None

    def joined(self, seats: Scenario) -> Scenario:
        """The scenario of these people; ``seats`` is all the rest."""
        mine = {"workers": self.workers, "pins": self.pins, "pair_table": self.pair_table}
        return seats.model_copy(update=mine)


class Cut:
    """A scenario cut into shards; ``members`` has the people of each, by their places in the order of ids."""

    def __init__(self, scenario: Scenario, params: ShardParams) -> None:
        ordered = in_order(scenario)
        self._scenario = ordered
        self._workers = columns_of_models(Worker, ordered.workers)
        columnar = {
            "companies": columns_of_models(Company, ordered.companies),
            "demands": columns_of_models(Demand, ordered.demands),
        }
        nobody = {"workers": self._workers.take(np.empty(0, np.int64)), "pins": (), "pair_table": None}
        self.seats = ordered.model_copy(update=columnar | nobody)
        people = len(self._workers)
        count = _shards(people, self._pairs_of_a_few(params.sample), params)
        self.members = [np.arange(first, people, count) for first in range(count)]

    def _pairs_of_a_few(self, sample: int) -> float:
        """The mean number of pairs of a few people, spread evenly over all."""
        people = len(self._workers)
        some = np.unique(np.linspace(0, max(0, people - 1), min(people, sample)).astype(np.int64))
        part = self.people(some).joined(self.seats)
        return len(eligible_pairs(columns_of(part), part.rules)) / max(1, len(some))

    def people(self, members: Int) -> People:
        """Some of the people, given by their places."""
        workers = self._workers.take(members).compact()
        known = set(workers.single("id").listed())
        pins = tuple(pin for pin in self._scenario.pins if pin.worker in known)
        return People(workers, pins, _rows_of(self._scenario.pair_table, known))


def _shards(people: int, pairs_each: float, params: ShardParams) -> int:
    """As many as bring the pairs of each near the wanted number, and at least a few."""
    few = min(params.least, people // params.least_people)
    return max(1, few, min(people, round(people * pairs_each / params.pairs)))


def _rows_of(table: PairTable | None, known: set[str]) -> PairTable | None:
    if table is None:
        return None
    rows = [row for row, worker in enumerate(table.workers) if worker in known]
    columns = {name: getattr(table, name) for name in type(table).model_fields}
    return table.model_copy(
        update={name: held if held is None else tuple(held[row] for row in rows) for name, held in columns.items()}
    )


class Folder:
    """Files of a search: its seats, the people of each shard, and shards once they are made.

    Nobody but this user may write there, so that what is unpickled is what this library has pickled.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def path(self) -> str:
        return str(self._path)

    @property
    def seats(self) -> Path:
        return self._path / "seats"

    def people(self, shard: int) -> Path:
        return self._path / f"people-{shard}"

    def made(self, shard: int, part: str) -> Path:
        return self._path / f"{part}-{shard}"

    def write(self, cut: Cut) -> None:
        """Put down what shards are made of."""
        self.seats.write_bytes(pickle.dumps(cut.seats))
        for shard, members in enumerate(cut.members):
            self.people(shard).write_bytes(pickle.dumps(cut.people(members)))
