"""The process in which calamine reads a workbook.

It stands apart from what reads the rows, so that it starts in a tenth of the time: it loads no more of the library.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from staffmatch.io import limits


def serve() -> None:
    """The child: reads a workbook from standard input, and sends its sheets and rows, each a line of JSON."""
    _limit()
    out = sys.stdout.buffer
    content = sys.stdin.buffer.read()

    def send(message: dict[str, Any]) -> None:
        out.write(json.dumps(message, ensure_ascii=False, separators=(",", ":"), default=_tagged).encode() + b"\n")

    try:
        for message in _read(content):
            send(message)
        send({})
    except MemoryError:
        return
    # What reads it fails with errors of its own, and what it says of them may quote cells.
    except Exception as error:  # noqa: BLE001
        send({"error": type(error).__name__})
    out.flush()


def _limit() -> None:
    """No more memory and time than a file is worth, where the system can limit them."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_BYTES, limits.CHILD_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_SECONDS, limits.CHILD_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(content: bytes) -> Iterator[dict[str, Any]]:
    import io

    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
        yield {"sheet": about.name, "hidden": about.visible != SheetVisibleEnum.Visible, "merged": merged}
        for number, row in enumerate(sheet.iter_rows(), 1):
            while row and row[-1] == "":
                row.pop()
            if row:
                yield {"row": number, "cells": [None if cell == "" else cell for cell in row]}


def _tagged(value: Any) -> dict[str, Any]:
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case timedelta():
            return {"seconds": value.total_seconds()}
    raise TypeError(type(value).__name__)
