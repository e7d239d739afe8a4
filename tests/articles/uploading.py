"""What the tests of the import's screens share."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from articles.imports import uploads, working
from articles.models import ImportRun
from tests.articles.importing import BLOCKS

SCREEN = "/cms/imports/"
ADD = "/cms/imports/add/"


def export(name="harbor.xml") -> SimpleUploadedFile:
    """Return an export as a browser sends it."""
    return SimpleUploadedFile(name, BLOCKS.read_bytes(), "text/xml")


def packed(name="uploads.zip", **files) -> SimpleUploadedFile:
    """Return a zip of files as a browser sends it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in (files or {"a.txt": b"a"}).items():
            archive.writestr(path, content)
    return SimpleUploadedFile(name, out.getvalue(), "application/zip")


def upload(client, file=None, *, how="trial", **more):
    """Send the form as its script does not: the browser by itself."""
    return client.post(ADD, {"how": how, "file": file or export(), **more})


def kept() -> set[str]:
    """Return the names of what lies in the folder."""
    return {path.name for path in uploads.folder().iterdir()}


def work() -> int:
    """Do what the worker's process would do now."""
    return working.work(lambda: False)


def newest() -> ImportRun:
    """Return the import that was made last."""
    return ImportRun.objects.first()
