"""Fields of rules, terms and travel models, whose classes are chosen by ``kind``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, SerializationInfo
from pydantic_core import PydanticCustomError, core_schema

from staffmatch.records.bases import RULES, TERMS, Rule, Term
from staffmatch.records.field_types import Record
from staffmatch.records.registry import Registry
from staffmatch.records.travel_model import TRAVEL_MODELS, TravelModel


class Registered:
    """A field whose class is chosen by ``kind`` from a registry."""

    def __init__(self, registry: Registry[Any]) -> None:
        self.registry = registry

    def resolve(self, value: object) -> object:
        if not isinstance(value, Mapping):
            return value
        kind = value.get("kind")
        if (cls := self.registry.get(kind)) is None:
            known = ", ".join(sorted(self.registry.classes))
            raise PydanticCustomError("unknown_kind", "kind is none of {known}; " + _UNKNOWN, {"known": known})
        return cls.model_validate(dict(value))

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def dump(value: Record, info: SerializationInfo) -> dict[str, Any]:
            return value.model_dump(mode=info.mode)

        return core_schema.no_info_before_validator_function(
            self.resolve,
            core_schema.is_instance_schema(source),
            serialization=core_schema.plain_serializer_function_ser_schema(dump, info_arg=True),
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        classes = self.registry.classes.items()
        choices: dict[Any, core_schema.CoreSchema] = {kind: cls.__pydantic_core_schema__ for kind, cls in classes}
        return handler(core_schema.tagged_union_schema(choices, discriminator="kind")) | {"required": ["kind"]}


_UNKNOWN = (
    "correct it, or register the class that has it: staffmatch.register(cls) in Python, --plugin package.module on the "
    "command line"
)


_TIER = (
    "is a term where a tier is wanted, and a tier is a list of terms; put each in brackets of its own, as in "
    "tiers=[[UncoveredHours()], [Cost()]], or those of one tier together"
)


def _tier(value: object) -> object:
    if isinstance(value, Term) or (isinstance(value, Mapping) and "kind" in value):
        raise PydanticCustomError("tier_is_a_list", _TIER)
    return value


AnyRule = Annotated[Rule, Registered(RULES)]
AnyTerm = Annotated[Term, Registered(TERMS)]
AnyTravel = Annotated[TravelModel, Registered(TRAVEL_MODELS)]
AnyTier = Annotated[tuple[AnyTerm, ...], Field(min_length=1), BeforeValidator(_tier)]
