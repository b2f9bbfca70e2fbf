"""The names that this layer leans on and that are nobody's promise: all of them.

A new Python or Pyodide may move any. The lane `tests/lite` says which, in a browser.
"""

from __future__ import annotations

from importlib import import_module

LEANS_ON = {
    "asyncio": "_get_running_loop _set_running_loop",
    "asyncio.events": "_set_event_loop_policy",
    "asyncio.selector_events": "BaseSelectorEventLoop",
    "asyncio.selector_events.BaseSelectorEventLoop": "_add_callback _process_events",
    "pyodide.ffi": "create_once_callable run_sync can_run_sync",
    "pyodide.webloop": "_orig_run",
    "pyodide.webloop.WebLoop": "_install_asyncgen_hooks _install_running_loop",
    "pyodide_js._api": "scheduleCallback",
    "queue": "_PySimpleQueue",
    "selectors._BaseSelectorImpl": "_fileobj_lookup get_map",
    "_socket": "socket SocketType gaierror",
    "_thread": "allocate_lock get_ident",
    "threading": "_active _allocate_lock _CRLock _main_thread _PyRLock"
    " _start_joinable_thread _ThreadHandle",
    "threading.Thread": "_bootstrap",
    "_threading_local": "local",
}


def moved() -> list[str]:
    """Return those that are not where they were."""
    return [
        f"{owner}.{name}"
        for owner, names in LEANS_ON.items()
        for name in names.split()
        if not hasattr(_found(owner), name)
    ]


def _found(path: str) -> object:
    """Return a module, or a class in one; None if there is none."""
    module, _, name = path.rpartition(".")
    try:
        return import_module(path)
    except ImportError:
        return getattr(_found(module), name, None) if module else None
