"""What users type, for type checkers: every call here is one that validation takes. `test_typing` also runs it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import staffmatch as sm
from staffmatch import constraints as c
from staffmatch import objectives as o

START = datetime(2020, 4, 6, 6, tzinfo=UTC)

hotel = sm.Company(
    id="hotel", name="Hotel Elbe", sector="I", licence_until="2020-12-31", location=sm.Location(lat=53.55, lon=9.97)
)
clinic = sm.Company(id="clinic", clusters=["life"], location={"lat": 53.6, "lon": 10}, agreements=["hotel"])

free = sm.TimeWindow(start="2020-04-06T05:00+02:00", end=datetime(2020, 4, 10, 22, tzinfo=UTC))
ana = sm.Worker(
    id="ana",
    company="hotel",
    home=sm.Location(lat=53.56, lon=9.99),
    skills={"care": 2},
    availability=[free, {"start": START, "end": START + timedelta(days=3)}],
    home_shifts=[sm.WorkTime(start=START, end="2020-04-06T14:00+02:00", unpaid_break_minutes=30)],
    ledger={"2020-04-01": 8, "2020-04-02": 7.5},
    certificates=[sm.HeldCertificate(id="forklift", until="2020-12-31"), sm.HeldCertificate(id="measles")],
    secondments=[sm.Secondment(company="clinic", first="2020-03-01", last=date(2020, 3, 20))],
    max_hours_per_week=40,
    accepted_companies=["clinic"],
    preferences={"clinic": 3},
    consent="accepted",
    consents=[sm.BorrowerConsent(company="clinic", state="offered", answer_by=START), {"company": "hotel"}],
    second_jobs=["clinic"],
    short_time_hours=12.5,
)
bob = sm.Worker(id="bob", company="hotel", consent=sm.Consent.ACCEPTED, ledger={date(2020, 4, 1): 8})
monday = sm.Shift(id="mon", start="2020-04-06T06:00+02:00", end="2020-04-06T14:00+02:00")
ward = sm.Demand(id="ward", company="clinic", skills={"care": 1}, headcount=2, shifts=[monday], priority=5)
desk = sm.Demand(
    id="desk", company="clinic", shifts=({"id": "tue", "start": START, "end": START + timedelta(hours=4)},)
)

scenario = sm.Scenario(
    companies=[hotel, clinic],
    workers=[ana, bob],
    demands=[ward, desk],
    skills=[sm.Skill(id="surgery", implies={"care": 0})],
    pins=[sm.Pin(worker="bob", shift="mon", assigned=False)],
    travel=sm.travel.GreatCircle(kmh=20),
    rules=[*sm.DEFAULT_RULES, c.WeeklyRest(hours=35), c.DailyRest(hours=11)],
    tiers=[[o.UncoveredHours()], [o.Cost(), o.CommuteMinutes(weight=2)]],
)
matrix = sm.travel.Matrix(names=["a", "b"], table=[[0, 20], [None, 0]])

changed = scenario.replace(rules=sm.DEFAULT_RULES, tiers=[[o.EmptySeats()]], workers=[ana.replace(max_hours=20), bob])
table = sm.PairTable(workers=["ana"], shifts=["mon"], costs=[3])
listed = changed.replace(
    pair_table=table, demands=[ward.replace(shifts=[monday.replace(end="2020-04-06T15:00+02:00")])]
)
rules: list[sm.Rule] = [
    c.ConsentRule(states=["accepted", sm.Consent.OFFERED]),
    c.ConsentRule(states=("offered", "accepted"), as_of="2020-04-05T18:00+02:00"),
    c.Channels(channels=[{"name": "group"}, {"name": "licensed", "cents": 500}], per="hour", since="2020-04-01"),
    c.WorksCouncil(of="both", lead_days=3, as_of=date(2020, 4, 1), lender="hotel"),
    c.Together(groups=[["ana", "bob"]]),
    c.Apart(groups=[("ana", "bob")]),
    c.SectorBan(sectors=["F"], except_skills=["office"]),
    c.Competitors(pairs=[("hotel", "clinic")]),
    c.PayFloor(minimum_wage={"2020-01-01": 935}),
    c.SkillMix(roles=[{"skill": "care", "level": 2, "people": 1}], borrower="clinic"),
]
term: sm.Term = o.Change(plan=[("ana", "mon")])

solution: sm.Solution = sm.solve(scenario, time_limit=60, gap=0, threads=1, seed=0, on_event=None, stop=None)
value: float = solution.tiers[0].value
bound: float | None = solution.tiers[0].bound
names: list[tuple[str, str]] = [(one.worker, one.shift) for one in solution.assignments]
verified: sm.Verification = sm.verify(scenario, solution)
again: sm.Solution = sm.solve(scenario, start=solution, time_limit=1)
after: sm.Solution = solution.replan(changed, most_changes=9, freeze_before="2020-04-06T00:00+02:00")
told: str = after.diff(solution).text
violations = sm.certificate.check(scenario, solution, complete=True)
city: sm.Scenario = sm.hamburg.scenario("small", seed=1)
found: sm.Inspection = sm.inspect(scenario)
asked: sm.Offers = sm.offers(solution, contacts=9, probabilities={("ana", "mon"): 0.5}, asked=[("bob", "mon")])
model: sm.Offers = sm.offers(solution, contacts=9, probabilities=sm.Acceptance(offered=0.3), overbooking=0.1)
now: list[tuple[str, str]] = [(offer.worker, offer.shift) for offer in asked.now]

why: sm.ShiftExplanation = solution.explain(shift="mon", allow=["person", "relax"], time_limit=5)
funnel: list[tuple[str, int]] = [(step.rule, step.left) for step in why.funnel]
fix_texts: list[str] = [fix.text for fix in why.fixes]
where: sm.WorkerExplanation = solution.explain(worker="ana", time_limit=5)
why_not: sm.PairExplanation = solution.explain(shift="tue", worker="bob", time_limit=5)
offers: sm.Recommendation = solution.recommend(shift="mon", k=3)
other_work: sm.Recommendation = solution.recommend(worker="ana")
by_shift: dict[str, sm.Recommendation] = solution.recommend(shifts=["mon", "tue"])
taken: list[sm.Solution] = [solution.take(candidate) for candidate in offers[:1]]
fixed: list[sm.Solution] = [solution.take(fix) for fix in why.fixes[:1]]
fewer: sm.Scenario = scenario.without(workers=["bob"]).adding(workers=[bob.replace(id="cem")])
compared: sm.Comparison = sm.compare({"as is": scenario, "changed": changed}, time_limit=5)
curve: sm.Tradeoff = sm.tradeoff(scenario, "uncovered_hours", "cost", points=3, time_limit=10)
worth: sm.Sensitivity = solution.sensitivity(by="skill", time_limit=5)
clash: sm.Conflicts = sm.conflicts(scenario, must_fill=["ward"], time_limit=10)
as_planned: sm.Solution = sm.evaluate(scenario, solution.plan)
german: str = why.text_in("de", sm.messages.names_of(scenario))
answers: list[sm.Answer] = [why, where, why_not, offers, compared, curve, worth, clash]

drawn = sm.plot.timeline(solution, by="company", lang="de")
drawn = sm.plot.map(scenario, ax=drawn, homes="quarter")
drawn = sm.plot.funnel(why)
drawn = sm.plot.changes(after.diff(solution))
drawn = sm.plot.gap_profile([{"instance": "a", "peer": None, "value": 1.0}])
sm.plot.save(drawn, "plan.svg")
