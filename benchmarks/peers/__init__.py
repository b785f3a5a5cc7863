"""Who is measured: staffmatch, and what people would use instead."""

from benchmarks.peers.base import Answer, Peer, Skipped
from benchmarks.peers.own import greedy, staffmatch

PEERS: dict[str | None, Peer] = {
    None: Peer(staffmatch),
    "greedy": Peer(greedy),
}

__all__ = ["PEERS", "Answer", "Peer", "Skipped"]
