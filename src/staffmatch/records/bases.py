"""Base classes for extensions: rules, terms and travel models, each chosen by its ``kind``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, get_args

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.errors import ExtensionError
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.field_types import Record, Whole
from staffmatch.records.legal_basis import LegalBasis
from staffmatch.records.registry import Registry, kind_of
from staffmatch.records.rule_scopes import WithScope

if TYPE_CHECKING:
    from staffmatch.arrays import Int, Mask
    from staffmatch.arrays import Real as Reals
    from staffmatch.domain.plan import Plan, Violation
    from staffmatch.errors import InputIssue
    from staffmatch.formulation.columns import Columns
    from staffmatch.formulation.pairs import Pairs
    from staffmatch.formulation.rows import Linear, RowBlock
    from staffmatch.formulation.variables import VariableRegistry
    from staffmatch.models import Demand, Scenario, Shift, Worker

_PASSES = Sentence("rule.wants", "passes the rule {rule:id}", "pass the rule {rule:id}")

LooksAt = Literal["job", "demand", "site", "time"]

# By which rules bend, see `constraints.shared.bends`.
_BENDING = {"price_cents", "soft"}

TiedBy = Literal["worker", "shift", "demand", "borrower", "lender", "plan"]


class TravelModel(Record):
    """Base of the travel models: integer minutes one way between points.

    Subclasses have ``minutes``; ``radius_km`` lets pairing look near sites only. From 10^6 on there is no way.

    >>> model = scenario.travel
    """

    if TYPE_CHECKING:
        # A text, of which each class says by a literal which one it is.
        kind: Any
    else:
        kind: str

    def minutes(self, origins: Reals, targets: Reals) -> Int:
        """Minutes from each row of ``origins`` to the same row of ``targets``; rows are (lat, lon, place code)."""
        raise NotImplementedError

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        _require(cls, _has(cls, TravelModel, "minutes"), "has no `minutes`: write minutes(origins, targets)")

    def ways(self, origins: Reals, targets: Reals) -> Int:
        """`minutes`, checked to be one integer >= 0 for each row; else ExtensionError."""
        found: Any = self.minutes(origins, targets)
        kind = getattr(getattr(found, "dtype", None), "kind", "")
        if kind not in ("i", "u") or found.shape != (len(origins),) or (len(found) and found.min() < 0):
            text = f"has to give an array of {len(origins):,} whole numbers from 0 on; it gives {found!r:.80}"
            raise ExtensionError(f"{type(self).__name__}.minutes ({self.kind!r}) {text}.")
        ways: Int = found
        return ways

    @property
    def gaps(self) -> bool:
        """Whether there may be places without a way between them."""
        return False

    def places(self) -> Mapping[str, int]:
        """Codes of the place names that the model knows; others are -1 in the third column."""
        return {}

    def radius_km(self, minutes: float) -> float:
        """A straight-line distance beyond which no point is reached in so many minutes."""
        return float("inf")


class Rule(WithScope):
    """Base of the hard conditions. The empty plan satisfies every rule.

    A rule prunes pairs by index (``split``) or by mask (``keep``), or bounds sums of pairs (``rows``). ``check`` finds
    violations from the scenario and the plan alone and shares no helper with the others.

    ``looks_at`` says on what of a job `split` and `keep` depend. If it is the demand or the site, `keep` is asked for
    one job of each, and the answer counts for all; if it is the times, `split` is asked once for all jobs at the same
    times. ``tied_by`` says which assignments `check` sets against each other: those of one worker, shift, demand,
    borrower or lender. ``keeps_pins`` means that the scenario's pins apply if this rule is present, ``keeps_ways`` that
    nobody is sent where the travel model knows no way.

    >>> strict = scenario.with_rules(sm.constraints.WeeklyHours(hours=12))
    """

    for_people: ClassVar = frozenset({"because"})

    if TYPE_CHECKING:
        # A text, of which each class says by a literal which one it is.
        kind: Any
    else:
        kind: str
    because: LegalBasis | None = Field(default=None, repr=False)
    # What the figures of the class itself rest on, told where a rule has them.
    law: ClassVar[Message | str] = ""
    # Codes of its sentences that are about something else.
    beyond_law: ClassVar[tuple[str, ...]] = ()
    looks_at: ClassVar[LooksAt] = "job"
    tied_by: ClassVar[TiedBy] = "plan"
    keeps_pins: ClassVar[bool] = False
    keeps_ways: ClassVar[bool] = False

    @model_validator(mode="before")
    @classmethod
    def _without_price(cls, data: Any) -> Any:
        if isinstance(data, dict) and "soft" not in cls.model_fields and not data.keys().isdisjoint(_BENDING):
            text = "can not bend: it has no amount that a price could be for; drop price_cents and soft"
            raise PydanticCustomError("no_amount", text)
        return data

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        # What an overridden method looks at is not known unless its class says so.
        if "keep" in vars(cls) and "looks_at" not in vars(cls):
            cls.looks_at = "job"
        if "check" in vars(cls) and "tied_by" not in vars(cls):
            cls.tied_by = "plan"
        _require_whole_rule(cls)

    @property
    def bent(self) -> bool:
        """Whether it may be broken, at a price or as a soft rule."""
        return False

    @property
    def skills_named(self) -> tuple[str, ...]:
        """Skills whose levels it looks at, beside those that demands ask for."""
        return ()

    def rows_by_worker(self, scenario: Scenario) -> bool:
        """Whether each of its rows is about the pairs of one worker and follows from these alone, and rows stand in the
        order of workers: then those of all the others are taken over when one changes."""
        return False

    def names_person(self, scenario: Scenario, worker: Worker) -> bool:
        """Whether it is about the person, by what its scope says of people; it finds nothing of the work of others."""
        return True

    def least_gap(self, scenario: Scenario) -> int | None:
        """The least gap in minutes between any two shifts of a person; None if they may overlap."""
        return None

    def most_minutes(self, scenario: Scenario, worker: Worker) -> int | None:
        """Minutes that a person can't exceed in the plan by this rule alone; None if it does not say."""
        return None

    def looks(self, scenario: Scenario) -> LooksAt:
        """On what of a job `split` and `keep` depend there: ``looks_at``, or more."""
        return self.looks_at

    def split(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        """Split the block jobs × workers into blocks whose products contain every pair that this rule allows."""
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

    def charged(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        """By what the plan breaks it at a price, or as a soft rule, which is allowed."""
        return iter(())

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        """What its parameters contradict in the scenario; ``path`` is where the rule stands."""
        return iter(())

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        """Where the scenario violates the rule before anybody is lent; `rows` and `check` allow that much."""
        return iter(())

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        """Every violation in the plan, recomputed from the scenario."""
        return iter(())

    def holds(
        self,
        scenario: Scenario,
        plan: Plan,
        demand: Demand,
        shift: Shift,
        people: Sequence[Worker],
        broken: Sequence[Violation],
    ) -> Message | None:
        """What is full, with its figure, where each of some people would break the rule with a shift beside the plan.

        ``broken`` has the violation of each. None leaves it to these.
        """
        return None

    def told_by_law(self, said: Message) -> bool:
        """Whether a sentence of the rule is about its own figures, and not about what people state themselves."""
        return said.code not in self.beyond_law

    def law_of(self, said: Message) -> Message | str:
        """What one of its sentences rests on where the rule has the figures of its class."""
        return self.law

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        """What a person must be or do to pass: the end of "2 of 31 people ...".

        A message may have a singular as well, for "1 of 31 people ..."; who asks gives it the number as ``n``.
        """
        return _PASSES(rule=self.kind)


class Term(Record):
    """Base of the objectives. ``value`` is an integer that counts ``per_unit`` to the ``unit``.

    >>> minutes = sm.objectives.UncoveredHours().value(scenario, solution.plan)
    """

    if TYPE_CHECKING:
        # A text, of which each class says by a literal which one it is.
        kind: Any
    else:
        kind: str
    weight: Annotated[Whole, Field(ge=1, le=10**6)] = 1
    unit: ClassVar[str]
    per_unit: ClassVar[int] = 1
    needs: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        complete = _has(cls, Term, "costs") and _has(cls, Term, "value")
        _require(cls, complete, "needs both `costs` and `value`: what is minimised, and the same of one plan")
        _require(cls, isinstance(getattr(cls, "unit", None), str), 'has no unit: write unit: ClassVar[str] = "hours"')

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        """Integer coefficients over pairs and indicators."""
        raise NotImplementedError

    def value(self, scenario: Scenario, plan: Plan) -> int:
        """The same, of one plan, from scratch."""
        raise NotImplementedError

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        """What its parameters contradict in the scenario; ``path`` is where the term stands."""
        return iter(())

    def run(self, scenario: Scenario) -> tuple[tuple[Term, ...], ...] | None:
        """The tiers, one after the other, that it stands for in a tier of its own; None if it stands for itself."""
        return None

    @property
    def label(self) -> str:
        """Its name in results: the kind, with a level in brackets where several of a kind are told apart by that."""
        return str(self.kind)

    @property
    def skills_named(self) -> tuple[str, ...]:
        """Skills whose levels it looks at, beside those that demands ask for."""
        return ()


def _require_whole_rule(cls: type[Rule]) -> None:
    looks = get_args(LooksAt)
    _require(cls, cls.looks_at in looks, f"looks at {cls.looks_at!r}, which is none of {', '.join(looks)}")
    forbids = [name for name in ("split", "keep", "rows") if _has(cls, Rule, name)]
    checks, charges, charge = (_has(cls, Rule, name) for name in ("check", "charges", "charge"))
    _require(cls, checks or not forbids, f"has `{''.join(forbids[:1])}` but no `check` to verify a plan by")
    _require(cls, not checks or bool(forbids), "has `check`, but no `split`, `keep` or `rows` by which plans keep it")
    _require(cls, charges == charge, "needs both `charges` and `charge`: what the rule adds, and the same of one plan")


def _has(cls: type[Record], base: type[Record], name: str) -> bool:
    return getattr(cls, name) is not getattr(base, name)


def _require(cls: type[Record], met: bool, text: str) -> None:
    """ExtensionError if a class with a kind, which can be used, lacks what its base requires."""
    if kind_of(cls) and not met:
        raise ExtensionError(f"The class {cls.__name__} ({kind_of(cls)!r}) {text}.")


RULES, TERMS, TRAVEL_MODELS = Registry(Rule), Registry(Term), Registry(TravelModel)
