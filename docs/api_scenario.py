"""The scenario of the examples in the API reference: a hotel lends, a clinic borrows."""

import staffmatch as sm

free = sm.TimeWindow(start="2020-04-06T00:00+02:00", end="2020-04-09T00:00+02:00")


def person(name: str, consent: str, care: int, cents: int) -> sm.Worker:
    return sm.Worker(
        id=name,
        company="hotel",
        availability=[free],
        consent=sm.Consent(consent),
        skills={"care": care},
        pay_cents_per_hour=cents,
    )


people = [person("ana", "accepted", 2, 1600), person("ben", "accepted", 1, 1400), person("cem", "offered", 1, 1300)]
monday = sm.Shift(id="mon", start="2020-04-06T06:00+02:00", end="2020-04-06T14:00+02:00")
tuesday = sm.Shift(id="tue", start="2020-04-07T06:00+02:00", end="2020-04-07T14:00+02:00")
late = sm.Shift(id="late", start="2020-04-06T22:00+02:00", end="2020-04-07T06:00+02:00")
ward = sm.Demand(id="ward", company="clinic", skills={"care": 1}, headcount=2, shifts=[monday, tuesday])
night = sm.Demand(id="night", company="clinic", skills={"care": 2}, priority=2, shifts=[late])
scenario = sm.Scenario(
    companies=[sm.Company(id="hotel"), sm.Company(id="clinic")], workers=people, demands=[ward, night]
)
solution = sm.solve(scenario)
