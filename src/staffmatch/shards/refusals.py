"""What is refused of solving on an executor, and what to do about it."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

IN_FRONT = Sentence(
    "error.shards.in_front",
    "The rule {rule:id} stands before rules of one person or of seats, and its rows are about several people: on an "
    "executor the rows behind it have no known place. List it last, or solve without an executor.",
)
LINKING = Sentence(
    "error.shards.linking",
    "On an executor nothing can cost by numbers that several people make together, and these do: {kinds:list-id}. "
    "Leave them out, or solve without an executor.",
)
NO_EXECUTOR = Sentence(
    "error.shards.no_executor", "is a {kind:id}, which has no method submit(function, *arguments) that gives a future."
)
NO_EXECUTOR_ADVICE = Sentence(
    "error.shards.no_executor.advice",
    "Give an executor of concurrent.futures, or that of a Dask client: client.get_executor().",
)
NO_LISTENER = Sentence("error.shards.no_listener", "cannot be given together with an executor.")
NO_LISTENER_ADVICE = Sentence("error.shards.no_listener.advice", "Take on_event, which tells values and bounds.")
LOST = Sentence(
    "error.shards.lost",
    "Shard {shard:count} of {shards:count} was lost before there was a plan: {what} Give its people more memory or an "
    "executor that works, or solve without one.",
)
TOO_LARGE = Sentence(
    "error.shards.too_large",
    "Costs and prices of the term {term:id} may reach {reach}, too much for exact arithmetic over shards. Lower its "
    "weight or use a coarser unit.",
)
