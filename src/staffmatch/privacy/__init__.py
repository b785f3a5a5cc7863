"""Privacy: homes coarsened, ids replaced by pseudonyms."""

from staffmatch.privacy.homes import Grain, coarse
from staffmatch.privacy.pseudonyms import Homes, Kind, keeps_figures, pseudonym, pseudonymised, restored

__all__ = ["Grain", "Homes", "Kind", "coarse", "keeps_figures", "pseudonym", "pseudonymised", "restored"]
