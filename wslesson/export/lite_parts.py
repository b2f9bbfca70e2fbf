"""What Python in a browser is made of: Pyodide from npm, wheels from the package index.

All versions stand in `lite.toml`. What has come once is kept in the user's cache.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Mapping
from email.parser import HeaderParser
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import ZipFile

VERSIONS = tomllib.loads(Path(__file__).with_name("lite.toml").read_text("utf-8"))
PINS: dict[str, str] = VERSIONS["kernel"] | VERSIONS["course"]
PYODIDE = (
    *("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"),
    *("python_stdlib.zip", "pyodide-lock.json"),
)
PACKAGE = Path(__file__).parents[1]
LEFT_OUT = {"__pycache__", "notebooks"}
PURE = "--no-deps --only-binary=:all: --implementation=py --abi=none --platform=any"

Json = dict[str, Any]


def fetch(cache: Path) -> None:
    """Fill the cache with what it lacks. Raises OSError, and says what failed."""
    cache.mkdir(parents=True, exist_ok=True)
    if not _archive(cache).exists():
        npm = shutil.which("npm")
        if not npm:
            raise OSError("this needs npm, to get Pyodide: install Node.js first")
        command = [npm, "pack", "--loglevel=error", f"pyodide@{VERSIONS['pyodide']}"]
        run("npm could not get Pyodide", command, cache)
    lacking = PINS.keys() - _wheels(cache).keys()
    if lacking:
        python = f"--python-version={VERSIONS['python']}"
        pip = [sys.executable, "-P", "-m", "pip", "-q", "--disable-pip-version-check"]
        exact = [f"{name}=={PINS[name]}" for name in sorted(lacking)]
        command = [*pip, "download", *PURE.split(), python, *exact]
        run("pip could not get the wheels", command, cache)


def assemble(cache: Path, folder: Path, more: Mapping[str, str]) -> None:
    """Put Python for a browser together in a folder, with more texts in our package."""
    folder.mkdir(parents=True)
    with tarfile.open(_archive(cache)) as archive:
        for name in PYODIDE:
            member = archive.extractfile(f"package/{name}")
            assert member
            (folder / name).write_bytes(member.read())
    for wheel in _wheels(cache).values():
        shutil.copy(wheel, folder)
    _write_ours(folder, more)
    lock = folder / "pyodide-lock.json"
    content = json.loads(lock.read_text("utf-8"))
    wheels = sorted(folder.glob("*.whl"))
    names = {_name(wheel) for wheel in wheels}
    content["packages"] = {_name(each): _entry(each, names) for each in wheels}
    lock.write_text(json.dumps(content), "utf-8")


def _archive(cache: Path) -> Path:
    return cache / f"pyodide-{VERSIONS['pyodide']}.tgz"


def _wheels(cache: Path) -> dict[str, Path]:
    """Return the wheels of the right versions that are there, by name."""
    found = {}
    for wheel in cache.glob("*.whl"):
        name, number = _name(wheel), wheel.name.split("-")[1]
        if PINS.get(name) == number:
            found[name] = wheel
    return found


def _name(wheel: Path) -> str:
    return re.sub(r"[-_.]+", "-", wheel.name.split("-")[0]).lower()


def _write_ours(folder: Path, more: Mapping[str, str]) -> None:
    """Make a wheel of this package as it is here, of what a browser has a use for."""
    number = version("wslesson")
    about = f"wslesson-{number}.dist-info"
    needs = "".join(f"Requires-Dist: {name}\n" for name in VERSIONS["course"])
    with ZipFile(folder / f"wslesson-{number}-py3-none-any.whl", "w") as wheel:
        for path in sorted(PACKAGE.rglob("*")):
            parts = path.relative_to(PACKAGE.parent).parts
            if path.is_file() and not LEFT_OUT & {*parts}:
                wheel.write(path, "/".join(parts))
        for name, text in more.items():
            wheel.writestr(f"wslesson/{name}", text)
        head = f"Metadata-Version: 2.1\nName: wslesson\nVersion: {number}\n"
        wheel.writestr(f"{about}/METADATA", head + needs)
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")


def _entry(wheel: Path, names: set[str]) -> Json:
    """Return what Pyodide wants to know of a wheel."""
    with ZipFile(wheel) as archive:
        files = archive.namelist()
        [about] = [name for name in files if name.endswith(".dist-info/METADATA")]
        said = HeaderParser().parsestr(archive.read(about).decode())
    tops = {name.split("/")[0].removesuffix(".py") for name in files}
    lines = said.get_all("Requires-Dist", [])
    wanted = [re.split(r"[^\w.-]", line)[0] for line in lines if "extra ==" not in line]
    known = {re.sub(r"[-_.]+", "-", name).lower() for name in wanted} & names
    return {
        "name": _name(wheel),
        "version": wheel.name.split("-")[1],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(filter(str.isidentifier, tops)),
        "depends": sorted(known - {_name(wheel)}),
    }


def run(problem: str, command: list[str], folder: Path) -> None:
    """Run a program in a folder; raise OSError with what it said if it fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise OSError(f"{problem}:\n{done.stdout.strip()}")
