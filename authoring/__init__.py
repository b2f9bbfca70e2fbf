"""What writes, runs, checks and measures this repository.

No learner gets it, `wslesson` never imports it, and its tests stand in `tests/`.
"""

import sys

# A check of internationalised addresses that no notebook has. `import nbformat` would
# build its grammar first: a second, in each process of each lane.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # documented: "not there"
