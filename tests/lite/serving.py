"""A folder on loopback, as any file server has it; what a test adds is in /-/."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = b"<!doctype html><title>a kernel</title>"


def kernel_wheel(folder: Path) -> str:
    """Return the name of the wheel that JupyterLite's kernel is in; "" without one."""
    wheels = folder.glob("extensions/@jupyterlite/*/static/pypi/pyodide_kernel-*.whl")
    return "".join(wheel.name for wheel in wheels)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder during a block; the value is its address."""
    ours = {
        "/-/": ("text/html", PAGE),
        "/-/worker.mjs": ("text/javascript", (HERE / "worker.mjs").read_bytes()),
        "/-/kernel.mjs": (
            "text/javascript",
            f'export default "{kernel_wheel(folder)}";'.encode(),
        ),
    }

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # else each of 400 files has its own connection

        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(folder))

        def do_GET(self) -> None:
            if self.path not in ours:
                super().do_GET()
                return
            kind, body = ours[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    Handler.extensions_map = {
        **Handler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
