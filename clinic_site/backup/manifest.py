"""What a backup says about itself: its parts with their sums, and what made it.

The manifest is readable, so that anybody sees how old a backup is, and sealed with a
keyed digest, so that nobody changes it.
"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from .sealing import BackupError, backup_key_id, derived

FILE = "manifest.json"
FORMAT = 1
NAME = "clinic-%Y%m%dT%H%M%SZ"
READ = 1024 * 1024


@dataclass(frozen=True)
class Part:
    """One sealed file: its name, size in bytes and SHA-256 as it lies there."""

    name: str
    size: int
    sha256: str

    def fault(self, folder: Path) -> str:
        """Say what is wrong with the file, "" for nothing; reads all of it."""
        path = folder / self.name
        if not path.is_file():
            return f"{self.name} is missing"
        size = path.stat().st_size
        if size != self.size:
            return f"{self.name} has {size} bytes instead of {self.size}"
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        return "" if found == self.sha256 else f"{self.name} was changed"


@dataclass(frozen=True)
class Manifest:
    """A backup as a whole. `migrations` are all that had run, as "app.name"."""

    name: str
    taken_at: str
    database: str
    migrations: list[str]
    versions: dict[str, str]
    key: str
    # The ids of the keys that its contents need: columns, lookups, trail.
    needs: dict[str, list[str]]
    parts: list[Part] = field(default_factory=list)
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Return the bytes of all parts."""
        return sum(part.size for part in self.parts)

    @property
    def newest_migrations(self) -> dict[str, str]:
        """Return the newest migration of each app."""
        newest: dict[str, str] = {}
        for one in sorted(self.migrations):
            app, _dot, name = one.partition(".")
            newest[app] = name
        return newest

    def part(self, name: str) -> Part:
        """Return the part of this name."""
        return next(part for part in self.parts if part.name == name)

    def purpose(self, part: str) -> str:
        """Return what the key of a part is derived for."""
        return f"clinic backup 1: {part} of {self.name}"

    def write(self, folder: Path) -> None:
        """Write it with its seal."""
        said = asdict(self)
        path = folder / FILE
        path.write_text(json.dumps(said | {"seal": _seal(said)}, indent=1))

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Return the manifest of a backup, proved genuine; BackupError otherwise."""
        try:
            said = json.loads((folder / FILE).read_text())
            seal, key = said.pop("seal"), said["key"]
        except FileNotFoundError:
            raise BackupError(f"{folder} is no backup: it has no {FILE}.") from None
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            raise BackupError(f"{folder / FILE} is damaged.") from None
        if key != backup_key_id():
            raise BackupError(
                f"This backup was sealed under key {key}, and BACKUP_KEY is key "
                f"{backup_key_id()}. Set BACKUP_KEY to the one from back then."
            )
        if not hmac.compare_digest(str(seal), _seal(said)):
            raise BackupError(f"{folder / FILE} was changed.")
        if said["format"] != FORMAT:
            raise BackupError(
                f"This backup has format {said['format']}; this site reads {FORMAT}."
            )
        parts = [Part(**part) for part in said.pop("parts")]
        return cls(**said, parts=parts)

    def verify(self, folder: Path) -> None:
        """Read all parts; BackupError names each that is missing or not as it was."""
        faults = [fault for part in self.parts if (fault := part.fault(folder))]
        if faults:
            raise BackupError("This backup is not whole: " + "; ".join(faults) + ".")


def _seal(said: dict) -> str:
    text = json.dumps(said, sort_keys=True)
    key = derived("clinic backup 1: manifest")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def name_at(at: datetime) -> str:
    """Return the name of a backup that is taken now; it says when, in UTC."""
    return at.astimezone(UTC).strftime(NAME)


def time_of(name: str) -> datetime | None:
    """Return when a backup of this name was taken; None for anything else."""
    try:
        return datetime.strptime(name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
