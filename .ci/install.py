"""Run `python -m NAME …` for make: as it would run, but Ctrl-C costs no traceback.

What it says is seen as it comes; what it says of its errors, when it has ended.
"""

import signal
import subprocess
import sys

heard: list[int] = []
# Not ignored, because that would be inherited: both hear Ctrl-C, and make does too.
signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
command = [sys.executable, "-m", *sys.argv[1:]]
done = subprocess.run(command, stderr=subprocess.PIPE, check=False)
if heard:
    sys.exit(130)  # make says that it was interrupted, and where
sys.stderr.buffer.write(done.stderr)
sys.exit(done.returncode)
