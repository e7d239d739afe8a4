"""Makes uploads folders and zips of them for the tests of imports."""

import zipfile
from io import BytesIO
from pathlib import Path

from PIL import Image


def picture(color=(20, 90, 120), kind="JPEG", size=(60, 40)) -> bytes:
    """Return the bytes of a picture of one color."""
    out = BytesIO()
    Image.new("RGB", size, color).save(out, format=kind)
    return out.getvalue()


def folder(path: Path, files: dict[str, bytes]) -> Path:
    """Write files below a folder and return it."""
    for name, data in files.items():
        whole = path / name
        whole.parent.mkdir(parents=True, exist_ok=True)
        whole.write_bytes(data)
    return path


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    """Write files into a zip and return it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path
