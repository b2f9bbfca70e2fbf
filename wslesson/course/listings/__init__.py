"""The two programs of the source lesson, as printed: faults and all, never mended."""

from __future__ import annotations

from importlib.resources import files


def listing(name: str) -> str:
    """Return a printed program: "ws-stream-server" or "ws-stream-client".

    Raises FileNotFoundError for any other name.
    """
    return files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
