"""What pytest is told in the copy: to look there alone, and to draw no lots."""

import sys
from pathlib import Path

from . import profile

# The course that is installed is not the one that has the fault.
others = [path for path in sys.path if (Path(path) / "wslesson/checking").is_dir()]
sys.path[:] = [str(Path.cwd()), *(path for path in sys.path if path not in others)]

OPTIONS = [
    "-q",
    f"-p{__name__}",
    f"-p{profile.__name__}",
    "-pno:cacheprovider",
    "--hypothesis-profile=mutation",
    "-Wignore::pytest.PytestAssertRewriteWarning",  # much is imported before
]
