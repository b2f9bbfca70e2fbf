"""Import nbformat in half a second: without a grammar that takes two more to build.

The grammar checks internationalised addresses, which no notebook has. This module must
be imported before the first `import nbformat`; pytest loads it as a plugin.
"""

import sys

# None is documented to mean that a module is not there; jsonschema does without it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # see above
