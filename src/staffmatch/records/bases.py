"""What is open to extension: rules, terms and travel models, each chosen by its ``kind``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, SerializationInfo, ValidationInfo
from pydantic_core import PydanticCustomError, core_schema

from staffmatch.errors import InputError, InputIssue
from staffmatch.records.field_types import Record, Whole

if TYPE_CHECKING:
    from staffmatch.arrays import Int, Mask
    from staffmatch.arrays import Real as Reals
    from staffmatch.domain.plan import Plan, Violation
    from staffmatch.formulation.columns import Columns
    from staffmatch.formulation.pairs import Pairs
    from staffmatch.formulation.rows import Linear, RowBlock
    from staffmatch.formulation.variables import VariableRegistry
    from staffmatch.models import Demand, Scenario, Shift


LooksAt = Literal["job", "demand", "site", "time"]


class TravelModel(Record):
    """Base of the travel models: whole minutes one way between points.

    A subclass gives ``minutes``; ``radius_km`` lets pairing look around each site only, if it can be told. A million
    minutes or more mean that there is no way.
    """

    kind: str

    def minutes(self, origins: Reals, targets: Reals) -> Int:
        """Minutes from each row of ``origins`` to the same row of ``targets``; rows are (lat, lon, place code)."""
        raise NotImplementedError

    @property
    def gaps(self) -> bool:
        """Whether it knows of places without a way between them."""
        return False

    def places(self) -> Mapping[str, int]:
        """Codes of the place names this model knows; all others are -1 in the third column."""
        return {}

    def radius_km(self, minutes: float) -> float:
        """No point farther than this, in a straight line, is reached in so many minutes."""
        return float("inf")


class Rule(Record):
    """Base of the hard conditions. The empty plan satisfies every rule.

    A rule prunes pairs by index (``split``) or by mask (``keep``), or bounds sums of them (``rows``). ``check`` finds
    violations from the scenario and the plan alone and shares no helper with the others.

    ``looks_at`` says what of a job `split` and `keep` see. To rules that look at its demand or site, all jobs of one
    are alike, and `keep` is asked for one of them; `split` is asked at once for all jobs that are at the same times.
    ``keeps_pins`` says that the pins of the scenario are not ignored where this rule is, ``keeps_ways`` that nobody is
    sent where the travel model knows of no way.
    """

    kind: str
    looks_at: ClassVar[LooksAt] = "job"
    keeps_pins: ClassVar[bool] = False
    keeps_ways: ClassVar[bool] = False

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        # What a mask looks at is for its own class to say, not for the rule that it is derived from.
        if "keep" in vars(cls) and "looks_at" not in vars(cls):
            cls.looks_at = "job"

    @property
    def skills_named(self) -> tuple[str, ...]:
        """Skills whose levels it looks at, beside those that demands ask for."""
        return ()

    @property
    def least_gap(self) -> int | None:
        """Minutes that it keeps between any two shifts of everybody; None where it lets them overlap."""
        return None

    def split(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        """Refine the block jobs × workers into blocks whose product holds every pair that this rule allows."""
        yield jobs, workers

    def keep(self, pairs: Pairs) -> Mask | None:
        """Mask of the allowed pairs; None keeps all."""
        return None

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterable[RowBlock]:
        """Linear inequalities over pairs and indicators."""
        return ()

    def charges(self, pairs: Pairs, variables: VariableRegistry) -> Linear | None:
        """What this rule adds to the term `Cost`, in sixtieths of a cent."""
        return None

    def charge(self, scenario: Scenario, plan: Plan) -> int:
        """The same, of one plan, from scratch."""
        return 0

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        """What its parameters contradict in the scenario; ``path`` is where the rule stands."""
        return iter(())

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        """Where the scenario breaks the rule before anybody is lent; `rows` and `check` ask no more than it keeps."""
        return iter(())

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        """Every violation in the plan, recomputed from the user's own words."""
        return iter(())

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> str:
        """What a person must be or do to pass, as the end of "2 of 31 people ..."."""
        return f"pass the rule {self.kind!r}"


class Term(Record):
    """Base of the things to minimise. ``value`` is whole and counts ``per_unit`` to the ``unit``."""

    kind: str
    weight: Annotated[Whole, Field(ge=1, le=10**6)] = 1
    unit: ClassVar[str]
    per_unit: ClassVar[int] = 1
    needs: ClassVar[tuple[str, ...]] = ()

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        """Integer coefficients over pairs and indicators."""
        raise NotImplementedError

    def value(self, scenario: Scenario, plan: Plan) -> int:
        """The same, of one plan, from scratch."""
        raise NotImplementedError

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        """What its parameters contradict in the scenario; ``path`` is where the term stands."""
        return iter(())

    @property
    def skills_named(self) -> tuple[str, ...]:
        """Skills whose levels it looks at, beside those that demands ask for."""
        return ()


class Registered:
    """A field whose class is chosen by ``kind`` from a registry further down the stair."""

    def __init__(self, room: Literal["rules", "terms", "travel"]) -> None:
        self.room = room

    def classes(self, own: Iterable[type[Record]] = ()) -> dict[str, type[Record]]:
        """The classes by their kinds; InputError where an own class has none, or that of another."""
        from staffmatch.constraints import RULES
        from staffmatch.domain.travel import TRAVEL_MODELS
        from staffmatch.objectives import TERMS

        known: dict[str, tuple[type[Record], ...]] = {"rules": RULES, "terms": TERMS, "travel": TRAVEL_MODELS}
        found = {cls.model_fields["kind"].default: cls for cls in known[self.room]}
        base = {"rules": Rule, "terms": Term, "travel": TravelModel}[self.room]
        for cls in own:
            if not (isinstance(cls, type) and issubclass(cls, base)):
                text = f"{cls!r} is no class derived from {base.__name__}."
                raise InputError([InputIssue("wrong_class", self.room, text, "Derive it, and give the class itself.")])
            if problem := _kind_problem(cls, found, self.room):
                raise InputError([problem])
            found[cls.model_fields["kind"].default] = cls
        return found

    def clash(self, one: Record, path: str) -> InputIssue | None:
        """What is wrong with the kind of an object of an own class, which could not be read back from a file."""
        return _kind_problem(type(one), self.classes(), path)

    def resolve(self, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, Mapping):
            return value
        classes = self.classes((info.context or {}).get(self.room, ()))
        kind = value.get("kind")
        if not isinstance(kind, str) or kind not in classes:
            raise PydanticCustomError("unknown_kind", "kind is none of {known}", {"known": ", ".join(sorted(classes))})
        return classes[kind].model_validate(dict(value), context=info.context)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def dump(value: Record, info: SerializationInfo) -> dict[str, Any]:
            return value.model_dump(mode=info.mode)

        return core_schema.with_info_before_validator_function(
            self.resolve,
            core_schema.is_instance_schema(source),
            serialization=core_schema.plain_serializer_function_ser_schema(dump, info_arg=True),
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        choices: dict[Any, core_schema.CoreSchema] = {k: c.__pydantic_core_schema__ for k, c in self.classes().items()}
        return handler(core_schema.tagged_union_schema(choices, discriminator="kind")) | {"required": ["kind"]}


def _kind_problem(cls: type[Record], known: Mapping[str, type[Record]], path: str) -> InputIssue | None:
    kind = cls.model_fields["kind"].default
    if not isinstance(kind, str) or not kind:
        text = f"the class {cls.__name__} has no kind, by which files could name it."
        return InputIssue("missing_kind", path, text, 'Give it one: kind: Literal["my_own"] = "my_own".')
    if known.get(kind, cls) is not cls:
        text = f"the class {cls.__name__} has the kind {kind!r}, which is that of {known[kind].__name__}."
        return InputIssue("kind_taken", path, text, "Give each class a kind of its own.")
    return None


AnyRule = Annotated[Rule, Registered("rules")]
AnyTerm = Annotated[Term, Registered("terms")]
AnyTravel = Annotated[TravelModel, Registered("travel")]
