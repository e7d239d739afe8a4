"""Runs the guard's JavaScript on what its Python reads."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from clinic.claims.engine import Finding
from clinic.claims.rules import FILE

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "clinic_site" / "static" / "js" / "claims.js"
NODE = Path(sys.executable).with_name("node")
RUN = """
const fs = require("fs");
require(process.argv[1]);
const rules = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const guard = clinicClaims.guard(rules);
const pages = JSON.parse(fs.readFileSync(0, "utf8"));
const found = pages.map((page) => guard.find(page.pieces, page.kind, page.citations));
process.stdout.write(JSON.stringify(found));
"""


def found_by_javascript(pages: list[dict]) -> list[list[dict]]:
    """Return what the script finds on each page (`pieces`, `kind`, `citations`)."""
    if not NODE.exists():
        pytest.skip("not run: the guard's JavaScript, no Node in the environment")
    done = subprocess.run(
        [NODE, "-e", RUN, SCRIPT, FILE],
        input=json.dumps(pages),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert not done.stderr, done.stderr
    return json.loads(done.stdout)


def page_of(pieces, kind="articlepage", citations=()) -> dict:
    """Return a page as the script reads it."""
    return {
        "pieces": [piece._asdict() for piece in pieces],
        "kind": kind,
        "citations": list(citations),
    }


def as_data(finding: Finding) -> dict:
    """Return a finding as the script says it."""
    return {
        "rule": finding.rule,
        "group": finding.group,
        "severity": finding.severity,
        "title": finding.title,
        "field": finding.field,
        "words": finding.words,
        "why": finding.why,
        "instead": finding.instead,
        "wording": finding.wording,
        "missing": list(finding.missing),
    }
