"""Why a seat stays empty, and why pins cannot all be kept."""
