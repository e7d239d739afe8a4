"""Opens an uploads folder, or a zip of one, and trusts nothing in it.

Files are known by their path below the uploads. What leads out of the folder, is a
link, is locked or unpacks to far more than it seems is refused and listed; a file is
read only once somebody asks for it, and never more of it than a picture may have.
"""

import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from django.utils.translation import gettext as _

from articles.imports.refused import ImportRefused

# What a camera writes is seldom above 20 MB.
LONGEST_FILE = 64 * 1024 * 1024
MOST_FILES = 500_000
# Pictures hardly get smaller by packing; what shrinks a hundredfold is made to grow.
MOST_GROWTH = 100
SMALL = 1024 * 1024
MOST_REFUSED = 1_000
PICTURES = frozenset({"jpg", "jpeg", "png", "gif", "webp", "avif"})

_UPLOADS = re.compile(r"^(?:.*/)?uploads/(?:sites/[0-9]+/)?", re.IGNORECASE)
# What WordPress puts between a picture's name and its ending.
_SIZE = re.compile(r"-[0-9]{1,5}x[0-9]{1,5}$")
_CHANGED = re.compile(r"-(?:scaled|rotated|e[0-9]{10,})$")


class Media:
    """Files by their path below the uploads; `refused` says what was passed over."""

    def __init__(self):
        self.refused: list[tuple[str, str]] = []
        # Stored names by how files are asked for, and those in each folder.
        self._names: dict[str, str] = {}
        self._folders: dict[str, list[str]] = {}

    def find(self, file: str) -> str | None:
        """Return the stored name of a picture's original, or of what is nearest to it.

        `file` is its path below the uploads, of any size variant.
        """
        for candidate in (file, *variants(file)):
            name = self._names.get(folded(candidate))
            if name is not None:
                return name
        return self._largest_variant(file)

    def _largest_variant(self, file: str) -> str | None:
        """Return the largest of the sizes of a picture whose original is not there."""
        base = PurePosixPath(folded(base_of(file)))
        areas: dict[str, int] = {}
        for name in self._beside(str(base.parent)):
            path = PurePosixPath(name)
            size = _SIZE.search(path.stem)
            if size and path.suffix == base.suffix:
                width, height = size[0][1:].split("x")
                if path.stem[: size.start()] == base.stem:
                    areas[name] = int(width) * int(height)
        return self._names[max(areas, key=areas.get)] if areas else None

    def _beside(self, folder: str) -> list[str]:
        if not self._folders:
            for name in self._names:
                parent = str(PurePosixPath(name).parent)
                self._folders.setdefault(parent, []).append(name)
        return self._folders.get(folder, [])

    def read(self, name: str) -> bytes:
        """Return a file's bytes; raises ImportRefused where it is long or broken."""
        raise NotImplementedError

    def _keep(self, path: str, name: str) -> None:
        if len(self._names) >= MOST_FILES:
            raise ImportRefused(
                _("There are more than %(most)d files among the uploads.")
                % {"most": MOST_FILES}
            )
        below = _UPLOADS.sub("", path)
        self._names.setdefault(folded(below), name)
        # Some copies keep the percent signs of an address in the names of files.
        self._names.setdefault(folded(unquote(below)), name)

    def refuse(self, name: str, why: str) -> None:
        """Note a file that is passed over."""
        if len(self.refused) < MOST_REFUSED:
            # A name may hold bytes that are no text.
            readable = name.encode("utf-8", "replace").decode()
            self.refused.append((readable[:300], why))


def folded(path: str) -> str:
    """Return a path as it is compared: case and ways to write an accent are one."""
    return unicodedata.normalize("NFC", path).casefold()


def base_of(file: str) -> str:
    """Return a file's path without what WordPress put behind its name."""
    path = PurePosixPath(file)
    if path.suffix.lower() in (".webp", ".avif") and _is_picture(path.stem):
        # Plugins write photo.jpg.webp beside photo.jpg.
        path = path.with_suffix("")
    stem = path.stem
    while (shorter := _CHANGED.sub("", _SIZE.sub("", stem))) != stem and shorter:
        stem = shorter
    return str(path.with_name(stem + path.suffix)) if path.name else file


def variants(file: str) -> list[str]:
    """Return under which names the original of a file may lie, the best first."""
    path = PurePosixPath(file)
    if not path.name:
        return []
    base = PurePosixPath(base_of(file))
    without_size = path.with_name(_SIZE.sub("", path.stem) + path.suffix)
    found = [without_size] if _is_picture(without_size.name) else []
    found += [
        base.with_name(f"{base.stem}{end}{base.suffix}")
        for end in ("", "-scaled", "-rotated")
    ]
    return list(dict.fromkeys([*map(str, found), file]))


def _is_picture(name: str) -> bool:
    return name.rpartition(".")[2].lower() in PICTURES


def why_unsafe(name: str) -> str:
    """Say why a name may not be used, "" where it may."""
    if "\x00" in name or "\\" in name or name.startswith("/") or ":" in name[:3]:
        return _("its name leads out of the folder")
    if ".." in PurePosixPath(name).parts:
        return _("its name leads out of the folder")
    return ""


class _Folder(Media):
    def __init__(self, path: Path):
        super().__init__()
        self._root = path.resolve()
        for folder, folders, files in os.walk(self._root, followlinks=False):
            for name in [*folders, *files]:
                whole = Path(folder, name)
                if whole.is_symlink():
                    inside = whole.relative_to(self._root).as_posix()
                    self.refuse(inside, _("is a link"))
                elif name in files:
                    self._add(whole)

    def _add(self, whole: Path) -> None:
        inside = whole.relative_to(self._root).as_posix()
        if not stat.S_ISREG(whole.lstat().st_mode):
            self.refuse(inside, _("is no file"))
            return
        self._keep(inside, inside)

    def read(self, name: str) -> bytes:
        """Return a file's bytes; a link that took its place is not followed."""
        try:
            handle = os.open(self._root / name, os.O_RDONLY | os.O_NOFOLLOW)
            with os.fdopen(handle, "rb") as file:
                return _whole(file.read(LONGEST_FILE + 1))
        except OSError as error:
            raise ImportRefused(
                _("cannot be read: %(why)s") % {"why": error.strerror}
            ) from error


class _Zip(Media):
    def __init__(self, archive: zipfile.ZipFile):
        super().__init__()
        self._archive = archive
        for member in archive.infolist():
            if member.is_dir() or member.filename.startswith("__MACOSX/"):
                continue
            why = why_unsafe(member.filename) or _why_refused(member)
            if why:
                self.refuse(member.filename, why)
            else:
                self._keep(member.filename, member.filename)

    def read(self, name: str) -> bytes:
        """Return a file's bytes, whatever the archive says of their number."""
        try:
            with self._archive.open(name) as file:
                return _whole(file.read(LONGEST_FILE + 1))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ImportRefused(_("is damaged in the zip")) from error
        except (EOFError, RuntimeError, zlib.error) as error:
            raise ImportRefused(_("is damaged in the zip")) from error


def _why_refused(member: zipfile.ZipInfo) -> str:
    if stat.S_ISLNK(member.external_attr >> 16):
        return _("is a link")
    if member.flag_bits & 1:
        return _("is locked with a password")
    if member.file_size > LONGEST_FILE:
        return _("is larger than %(most)d MB") % {"most": LONGEST_FILE // SMALL}
    if member.file_size > SMALL and (
        member.file_size > MOST_GROWTH * max(member.compress_size, 1)
    ):
        return _("unpacks to far more than it is, as an attack would")
    return ""


def _whole(data: bytes) -> bytes:
    if len(data) > LONGEST_FILE:
        raise ImportRefused(
            _("is larger than %(most)d MB") % {"most": LONGEST_FILE // SMALL}
        )
    return data


@contextmanager
def opened(path: str | Path | None) -> Iterator[Media | None]:
    """Give the files of an uploads folder or zip; None for None.

    Raises ImportRefused where there is neither.
    """
    if path is None:
        yield None
        return
    path = Path(path)
    if path.is_dir():
        yield _Folder(path)
        return
    if not path.exists():
        raise ImportRefused(_("There are no uploads at %(path)s.") % {"path": path})
    try:
        with zipfile.ZipFile(path) as archive:
            yield _Zip(archive)
    except zipfile.BadZipFile as error:
        raise ImportRefused(
            _("%(path)s is neither a folder nor a zip file.") % {"path": path}
        ) from error
