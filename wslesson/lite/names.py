"""The names that this layer leans on and that are nobody's promise: all of them.

A new Python or Pyodide may move any. The lane `tests/lite` says which, in a browser.
"""

from __future__ import annotations

from pkgutil import resolve_name

LEANS_ON = {
    "asyncio": "_set_running_loop",
    "asyncio.events": "_set_event_loop_policy",
    "asyncio.SelectorEventLoop": "_call_soon _write_to_self",
    "pyodide.ffi": "create_once_callable run_sync can_run_sync",
    "pyodide.webloop": "_orig_run PyodideFuture WebLoop",
    "pyodide_js._api": "scheduleCallback",
    "queue": "_PySimpleQueue",
    "_socket": "socket SocketType",
    "_thread": "allocate_lock get_ident LockType RLock start_joinable_thread"
    " _local _ThreadHandle",
    "threading": "_active _PyRLock",
    "_threading_local": "local",
}


def moved() -> list[str]:
    """Return those that are not where they were."""
    names = (
        f"{owner}.{name}" for owner in LEANS_ON for name in LEANS_ON[owner].split()
    )
    return [name for name in names if not _is_there(name)]


def _is_there(name: str) -> bool:
    try:
        resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True
