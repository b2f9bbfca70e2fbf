"""The two programs of the source lesson, as printed: faults and all, never mended."""

from __future__ import annotations

from importlib.resources import files

SERVICES = "wslesson.services"


def listing(name: str) -> str:
    """Return the text of a program: a printed one, or a service by its style's name.

    The printed ones are "ws-stream-server" and "ws-stream-client". Raises
    FileNotFoundError for a name that is neither.
    """
    printed = files(__name__).joinpath(f"{name}.txt")
    service = files(SERVICES).joinpath(f"{name.replace('-', '_')}.py")
    return (printed if printed.is_file() else service).read_text(encoding="utf-8")
