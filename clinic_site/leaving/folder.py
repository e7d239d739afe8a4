"""The folder that an export is: written beside its place, and put there whole."""

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

MANIFEST = "manifest.json"
NAME = "clinic site export"
FORMAT = 1
LARGEST_MANIFEST = 64 * 1024 * 1024


class ExportRefused(Exception):
    """The export cannot be written or read; the text says why, for people."""


def as_json(said) -> str:
    """Return JSON as every file of an export has it."""
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


@dataclass
class Writer:
    """Writes files below a folder and keeps the sum of each."""

    root: Path
    files: dict[str, dict] = field(default_factory=dict)

    def text(self, name: str, text: str) -> None:
        """Write a text file."""
        self.chunks(name, [text.encode()])

    def json(self, name: str, said) -> None:
        """Write a JSON file."""
        self.text(name, as_json(said))

    def chunks(self, name: str, chunks) -> None:
        """Write a file of which there may be much."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with path.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.files[name] = {"size": size, "sha256": digest.hexdigest()}

    def finish(self, about: dict) -> None:
        """Write the manifest, which makes of the files an export."""
        said = {"name": NAME, "format": FORMAT, **about}
        said["files"] = dict(sorted(self.files.items()))
        (self.root / MANIFEST).write_text(as_json(said), "utf-8")


@contextmanager
def new_export(target: Path):
    """Give a writer; what it wrote stands at `target` once everything went well.

    Raises ExportRefused where anything but an earlier export stands there: of an
    earlier one every file is replaced, so nothing in it may be anybody else's.
    """
    target = target.absolute()
    refuse_strange(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        yield Writer(place)
        refuse_strange(target)
        _exchange(place, target)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _exchange(place: Path, target: Path) -> None:
    if not target.exists():
        os.rename(place, target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.old-", dir=target.parent))
    os.rename(target, old / target.name)
    os.rename(place, target)
    shutil.rmtree(old)


def refuse_strange(target: Path) -> None:
    """Raise ExportRefused unless a folder is missing, empty or an earlier export."""
    if target.is_symlink():
        raise ExportRefused(
            _("%(dir)s is a link to another place. Name the folder itself.")
            % {"dir": target}
        )
    if not target.exists():
        return
    if not target.is_dir():
        raise ExportRefused(_("%(dir)s is no folder.") % {"dir": target})
    there = {
        path.relative_to(target).as_posix()
        for path in target.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    if not there:
        return
    strange = sorted(there - _written_before(target))
    if strange:
        raise ExportRefused(
            _(
                "%(dir)s holds what no earlier export wrote (%(file)s). Nothing was "
                "changed. Name an empty folder."
            )
            % {"dir": target, "file": strange[0]}
        )


def _written_before(target: Path) -> set[str]:
    """Return the files of an earlier export, none where there was none."""
    try:
        said = json.loads((target / MANIFEST).read_text("utf-8"))
        is_ours = said["name"] == NAME
        return {MANIFEST, *said["files"]} if is_ours else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()
