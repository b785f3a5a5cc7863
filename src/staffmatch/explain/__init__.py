"""Why a seat stays empty, and why pins can not all be kept."""
