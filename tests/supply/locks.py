"""The lock files: every package that is installed, in one version, by its hash."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RUNTIME = ROOT / "requirements.lock"
# Beside the first, where several machines make one site.
MANY = ROOT / "requirements-many.lock"
DEVELOPMENT = ROOT / "requirements-dev.lock"
NODE = ROOT / "tests" / "browser" / "package-lock.json"

_PINNED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]+\])?==(?P<version>[^\s;]+)")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}(?=\s|$)")


@dataclass(frozen=True)
class Locked:
    """One requirement of a lock file: its name, its version and how many hashes."""

    name: str
    version: str
    hashes: int


def normalized(name: str) -> str:
    """Return a package's name as the index writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read(text: str) -> list[Locked]:
    """Return the requirements of a lock file; ValueError names one not pinned."""
    joined = re.sub(r"\\\n", " ", text)
    found = []
    for line in joined.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        pinned = _PINNED.match(line)
        if pinned is None:
            raise ValueError(f"Not pinned to one version: {line[:60]}")
        found.append(
            Locked(
                normalized(pinned["name"]), pinned["version"], len(_HASH.findall(line))
            )
        )
    return found


def node_packages() -> dict[str, dict]:
    """Return what npm installs for the checks, by its place."""
    packages = json.loads(NODE.read_text("utf-8"))["packages"]
    return {place: package for place, package in packages.items() if place}
