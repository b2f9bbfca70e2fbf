"""The lanes: ways to run and read notebooks, each tested on small ones in fixtures."""

import sys

# A check of internationalised addresses that no notebook has. `import nbformat` would
# build its grammar first: a second, in each process of each lane.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # documented: "not there"
