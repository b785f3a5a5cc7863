"""Where people were lent before the plan begins."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int
from staffmatch.formulation.columns import Columns
from staffmatch.records.accessors import workers_with


def stays(columns: Columns) -> tuple[Int, Int, Int]:
    """Earlier secondments as (code, first day, last day), sorted; a code is ``worker * companies + borrower``."""
    number = {name: place for place, name in enumerate(columns.company_ids)}
    found = sorted(
        (place * len(number) + number[stay.company], stay.first.toordinal(), stay.last.toordinal())
        for place, worker in workers_with(columns.scenario, "secondments")
        for stay in worker.secondments
    )
    code, first, last = np.array(found, np.int64).reshape(len(found), 3).T
    return code, first, last
