"""Names for the numpy arrays that are passed around."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Int = NDArray[np.integer[Any]]
Real = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]
