"""The rules, in the order in which reasons are given.

Rules that split (posting lists, skill, place, time) stand first: each narrows what the next has to look at. ``hours``,
``groups``, ``borrowers``, ``lenders``, ``partnerships``, ``worked_days``, ``presence``, ``sites``, ``stays``,
``pieces``, ``shortened``, ``rests`` and ``cliques`` are no rules but what rules are made of.
"""

from staffmatch.constraints.allowed_pairs import AllowedPairs
from staffmatch.constraints.apart import Apart
from staffmatch.constraints.availability import Availability
from staffmatch.constraints.average_hours import AverageHours
from staffmatch.constraints.borrowers_per_worker import BorrowersPerWorker
from staffmatch.constraints.breaks import Breaks
from staffmatch.constraints.budget import Budget
from staffmatch.constraints.certificates import Certificates
from staffmatch.constraints.channels import Channels
from staffmatch.constraints.commute import Commute
from staffmatch.constraints.commute_pay import CommutePay
from staffmatch.constraints.competitors import Competitors
from staffmatch.constraints.consecutive_days import ConsecutiveDays
from staffmatch.constraints.consent import ConsentRule
from staffmatch.constraints.contact_limit import ContactLimit
from staffmatch.constraints.coverage import Coverage
from staffmatch.constraints.daily_hours import DailyHours
from staffmatch.constraints.daily_rest import DailyRest
from staffmatch.constraints.days_off import DaysOff
from staffmatch.constraints.equal_pay import EqualPay
from staffmatch.constraints.home_reserve import HomeReserve
from staffmatch.constraints.horizon_hours import HorizonHours
from staffmatch.constraints.lending_cap import LendingCap
from staffmatch.constraints.max_secondment import MaxSecondment
from staffmatch.constraints.min_secondment import MinSecondment
from staffmatch.constraints.night_work import NightWork
from staffmatch.constraints.onboarding_cost import OnboardingCost
from staffmatch.constraints.partners import Partners
from staffmatch.constraints.partnership_cost import PartnershipCost
from staffmatch.constraints.partnership_limit import PartnershipLimit
from staffmatch.constraints.pay_floor import PayFloor
from staffmatch.constraints.pay_premium import PayPremium
from staffmatch.constraints.pins import Pins
from staffmatch.constraints.recall_notice import RecallNotice
from staffmatch.constraints.rolling_hours import RollingHours
from staffmatch.constraints.same_kind import SameKind
from staffmatch.constraints.sector_ban import SectorBan
from staffmatch.constraints.shared_cluster import SharedCluster
from staffmatch.constraints.skill_mix import SkillMix
from staffmatch.constraints.skills import Skills
from staffmatch.constraints.split_days import SplitDays
from staffmatch.constraints.strike import Strike
from staffmatch.constraints.successions import Successions
from staffmatch.constraints.sundays_and_holidays import SundaysAndHolidays
from staffmatch.constraints.together import Together
from staffmatch.constraints.weekends import Weekends
from staffmatch.constraints.weekly_hours import WeeklyHours
from staffmatch.constraints.weekly_rest import WeeklyRest
from staffmatch.constraints.works_council import WorksCouncil
from staffmatch.records import bases
from staffmatch.records.bases import Rule

RULES: tuple[type[Rule], ...] = (
    AllowedPairs,
    ConsentRule,
    Skills,
    Certificates,
    Commute,
    Availability,
    Partners,
    SectorBan,
    Strike,
    WorksCouncil,
    Channels,
    Competitors,
    Breaks,
    MaxSecondment,
    Pins,
    DailyRest,
    SplitDays,
    WeeklyRest,
    ConsecutiveDays,
    DaysOff,
    Weekends,
    Successions,
    SameKind,
    DailyHours,
    WeeklyHours,
    RollingHours,
    AverageHours,
    HorizonHours,
    NightWork,
    SundaysAndHolidays,
    Coverage,
    LendingCap,
    HomeReserve,
    RecallNotice,
    PartnershipLimit,
    PartnershipCost,
    SharedCluster,
    BorrowersPerWorker,
    MinSecondment,
    OnboardingCost,
    Together,
    Apart,
    SkillMix,
    ContactLimit,
    PayFloor,
    Budget,
    CommutePay,
    PayPremium,
    EqualPay,
)

# Rules without a value that suits everybody are absent.
DEFAULT_RULES: tuple[Rule, ...] = (
    AllowedPairs(),
    ConsentRule(),
    Skills(),
    Certificates(),
    Commute(),
    Availability(),
    Partners(),
    Pins(),
    DailyRest(),
    DailyHours(),
    WeeklyHours(),
    HorizonHours(),
    Coverage(),
)

for _cls in RULES:
    bases.RULES.add(_cls)
bases.RULES.use_by_default(DEFAULT_RULES)

__all__ = [
    "DEFAULT_RULES",
    "RULES",
    "AllowedPairs",
    "Apart",
    "Availability",
    "AverageHours",
    "BorrowersPerWorker",
    "Breaks",
    "Budget",
    "Certificates",
    "Channels",
    "Commute",
    "CommutePay",
    "Competitors",
    "ConsecutiveDays",
    "ConsentRule",
    "ContactLimit",
    "Coverage",
    "DailyHours",
    "DailyRest",
    "DaysOff",
    "EqualPay",
    "HomeReserve",
    "HorizonHours",
    "LendingCap",
    "MaxSecondment",
    "MinSecondment",
    "NightWork",
    "OnboardingCost",
    "Partners",
    "PartnershipCost",
    "PartnershipLimit",
    "PayFloor",
    "PayPremium",
    "Pins",
    "RecallNotice",
    "RollingHours",
    "SameKind",
    "SectorBan",
    "SharedCluster",
    "SkillMix",
    "Skills",
    "SplitDays",
    "Strike",
    "Successions",
    "SundaysAndHolidays",
    "Together",
    "Weekends",
    "WeeklyHours",
    "WeeklyRest",
    "WorksCouncil",
]
