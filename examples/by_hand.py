"""Two companies, one worker, one week: the smallest scenario that makes sense."""

import staffmatch as sm

hotel = sm.Company(id="hotel", name="Hotel Elbe", sector="I", location=sm.Location(lat=53.55, lon=9.97))
clinic = sm.Company(id="clinic", name="Klinik Nord", sector="Q", location=sm.Location(lat=53.60, lon=10.02))
ana = sm.Worker(
    id="ana",
    company="hotel",
    home=sm.Location(lat=53.56, lon=9.99),
    skills={"care": 2},
    availability=[sm.TimeWindow(start="2020-04-06T05:00+02:00", end="2020-04-10T22:00+02:00")],
    max_commute_minutes=45,
    consent="accepted",
)
ward = sm.Demand(
    id="ward",
    company="clinic",
    skills={"care": 1},
    headcount=2,
    shifts=[
        sm.Shift(id=day, start=f"2020-04-0{date}T06:00+02:00", end=f"2020-04-0{date}T14:00+02:00")
        for day, date in (("mon", 6), ("tue", 7))
    ],
)
scenario = sm.Scenario(companies=[hotel, clinic], workers=[ana], demands=[ward])

solution = sm.solve(scenario)
for assignment in solution.assignments:
    print(f"{assignment.worker} works on {assignment.shift}, {assignment.commute_minutes} min away")
for shortage in solution.shortages:
    print(f"{shortage.shift} lacks {shortage.missing}: {shortage.reason.text}")
