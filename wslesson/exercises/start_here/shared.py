"""What several exercises of this lesson share."""

from __future__ import annotations

NO_RETURN = (
    "None is what a function gives that has no `return`. Does yours print? `print` "
    "shows a value to you, `return` hands it over."
)
