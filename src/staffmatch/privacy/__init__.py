"""What a scenario says of people, made less: homes made coarse, ids made pseudonyms."""

from staffmatch.privacy.homes import Grain, coarse
from staffmatch.privacy.pseudonyms import Homes, Kind, pseudonym, pseudonymised, restored

__all__ = ["Grain", "Homes", "Kind", "coarse", "pseudonym", "pseudonymised", "restored"]
