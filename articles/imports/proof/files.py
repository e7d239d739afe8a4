"""Puts the report of an import into a folder."""

import json
from pathlib import Path

from articles.imports.proof.report import report
from articles.imports.proof.sheet import page_of
from articles.models import ImportRun


def write(run: ImportRun, folder: str | Path) -> tuple[Path, Path]:
    """Write report.html and report.json into a folder; return where they are.

    The folder is made where it is missing. Raises OSError where that fails.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    data = report(run)
    html, data_file = folder / "report.html", folder / "report.json"
    html.write_text(page_of(data), encoding="utf-8")
    text = json.dumps(data, ensure_ascii=False, indent=1)
    data_file.write_text(text + "\n", encoding="utf-8")
    return html, data_file
