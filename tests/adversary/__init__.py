"""A second opinion on the whole library, made from the words of its documentation alone.

It takes nothing of `staffmatch` but the models: a scenario, its rules and its terms as records of parameters. `facts`
reads them, `pair_rules`, `hour_rules`, `rest_rules`, `day_rules`, `rhythm_rules` and `crew_rules` say what each rule of
docs/rules.md allows, `charges` and `terms` what each thing costs, and `model` finds the lexicographic optimum of all
tiers in whole steps. Rules about one person are said of whole rosters, all of which are listed; rules about several are
rows of CP-SAT. `scenarios` draws tiny scenarios, `judging` compares what `solve` says of them, `shrinking` makes those
that differ smaller.

Every rule and every term is covered; so is every parameter, with these exceptions: travel by `Transit` is not restated;
where two home shifts break a rest that another rest may make up for within some days, the first are excused; scopes of
place and time are those of `MaxShifts` that bends, of place alone those of `Budget` that bends, where
tests/constraints/test_time_scopes.py, test_pair_scopes.py and test_bends.py compare them for the other rules.
"""
