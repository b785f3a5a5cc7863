"""The public names: what type checkers read, and by which `staffmatch` finds a name when it is first used."""

from . import (
    constraints as constraints,
    hamburg as hamburg,
    law as law,
    messages as messages,
    objectives as objectives,
    plot as plot,
    privacy as privacy,
    testing as testing,
)
from .answers.resolving import Loss as Loss, TierAfter as TierAfter
from .answers.what_if.compare import Case as Case, Comparison as Comparison, compare as compare
from .answers.what_if.conflict_sets import (
    ConflictMember as ConflictMember,
    Conflicts as Conflicts,
    ConflictSet as ConflictSet,
    conflicts as conflicts,
)
from .answers.what_if.intervals import TierChange as TierChange
from .answers.what_if.sensitivity import Effect as Effect, Sensitivity as Sensitivity, Step as Step
from .answers.what_if.tradeoff import Tradeoff as Tradeoff, TradeoffPoint as TradeoffPoint, tradeoff as tradeoff
from .answers.who_else.candidates import (
    Candidate as Candidate,
    Move as Move,
    Recommendation as Recommendation,
    TierEffect as TierEffect,
)
from .answers.whom_to_ask.acceptance import Acceptance as Acceptance
from .answers.whom_to_ask.offers import Offer as Offer, Offers as Offers, offers as offers
from .answers.why.explained import (
    CheapestUse as CheapestUse,
    PairExplanation as PairExplanation,
    PersonLoss as PersonLoss,
    ShiftExplanation as ShiftExplanation,
    WorkerExplanation as WorkerExplanation,
)
from .answers.why.fixes import Fix as Fix
from .answers.why.witness import Witness as Witness
from .constraints import DEFAULT_RULES as DEFAULT_RULES
from .domain import travel as travel
from .domain.plan import Plan as Plan, Violation as Violation
from .engine.state.trace import Event as Event
from .errors import (
    Cell as Cell,
    ExtensionError as ExtensionError,
    InputError as InputError,
    InputIssue as InputIssue,
    InternalError as InternalError,
    JobError as JobError,
    LimitError as LimitError,
    ShardError as ShardError,
    StaffmatchError as StaffmatchError,
    UnsupportedRule as UnsupportedRule,
)
from .explain.answer import Answer as Answer
from .explain.diff import Diff as Diff, PersonDiff as PersonDiff, ShiftAt as ShiftAt, TierDiff as TierDiff
from .explain.funnel import FunnelStep as FunnelStep, HeldPerson as HeldPerson
from .explain.inspection import Inspection as Inspection, inspect as inspect
from .explain.partners import Partner as Partner, Partners as Partners, partners as partners
from .explain.plan_changes import PlanChanges as PlanChanges, plan_changes as plan_changes
from .explain.plausibility import Oddity as Oddity, oddities as oddities
from .explain.seat_changes import BrokenRule as BrokenRule, SeatChange as SeatChange, TierStep as TierStep
from .explain.secondments import (
    PlannedSecondment as PlannedSecondment,
    Secondments as Secondments,
    secondments as secondments,
)
from .io.store import Store as Store
from .jobs import Events as Events, Job as Job, submit as submit
from .models import (
    Absence as Absence,
    AbsenceKind as AbsenceKind,
    BorrowerConsent as BorrowerConsent,
    Company as Company,
    Consent as Consent,
    Contact as Contact,
    Demand as Demand,
    DutyKind as DutyKind,
    HeldCertificate as HeldCertificate,
    Location as Location,
    PastShift as PastShift,
    Pin as Pin,
    Scenario as Scenario,
    Secondment as Secondment,
    Shift as Shift,
    Skill as Skill,
    TimeWindow as TimeWindow,
    Wish as Wish,
    Worker as Worker,
    WorkTime as WorkTime,
)
from .objectives import DEFAULT_TIERS as DEFAULT_TIERS
from .printouts import handouts as handouts
from .records.bases import Rule as Rule, Term as Term
from .records.travel_model import TravelModel as TravelModel
from .records.legal_basis import LegalBasis as LegalBasis
from .records.pair_table import PairTable as PairTable
from .records.registry import register as register
from .reports import report as report
from .result import certificate as certificate
from .result.contents import (
    Assignment as Assignment,
    Conflict as Conflict,
    Partnership as Partnership,
    PreexistingViolation as PreexistingViolation,
    Replanned as Replanned,
    TierResult as TierResult,
)
from .result.key_figures import KeyFigures as KeyFigures, TermPart as TermPart
from .result.shortage import Shortage as Shortage, ShortageReason as ShortageReason
from .result.solution import Solution as Solution
from .result.termination import Moment as Moment, Termination as Termination
from .result.tier_proof import ProofCase as ProofCase, TierProof as TierProof
from .result.verifier import Verification as Verification, verify as verify
from .solver import evaluate as evaluate, solve as solve

__version__: str
__all__: list[str]
