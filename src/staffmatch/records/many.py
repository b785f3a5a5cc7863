"""A field of many records: it takes models, columns, and columns of which some rows are yet to be validated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar, get_args

from pydantic import GetCoreSchemaHandler, TypeAdapter
from pydantic_core import core_schema

from staffmatch.records.field_types import Record
from staffmatch.records.sequence import Records

M = TypeVar("M", bound=Record)


class Draft(Sequence[dict[str, Any]]):
    """A table read as columns, together with rows that must be validated by the model; ``rows`` gives all rows as
    dicts."""

    def __init__(
        self, records: Records[Any], doubtful: dict[int, dict[str, Any]], rows: Callable[[], list[Any]]
    ) -> None:
        self.records, self.doubtful, self.rows = records, doubtful, rows

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, row: Any) -> Any:
        return self.doubtful.get(row)


class _ManyField:
    """A field of many records: models become a tuple, columns stay columns."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        kind: Any = get_args(source)[0]
        models = handler.generate_schema(tuple[kind, ...])

        def validate(value: Any, inner: Callable[[Any], Any]) -> Any:
            if isinstance(value, Records) and value.kind is kind:
                return value
            if isinstance(value, Draft):
                if not value.doubtful:
                    return value.records
                # If these rows turn out to be valid, columns cannot hold them, and models read the whole table.
                TypeAdapter(dict[int, kind]).validate_python(value.doubtful)
                value = value.rows()
            return inner(value)

        def dump(value: Any, inner: Callable[[Any], Any]) -> Any:
            return inner(tuple(value.built()) if isinstance(value, Records) else value)

        return core_schema.no_info_wrap_validator_function(
            validate, models, serialization=core_schema.wrap_serializer_function_ser_schema(dump, schema=models)
        )


Many = Annotated[Sequence[M], _ManyField()]
