"""What Lighthouse says of seven pages on a phone: `make lighthouse`.

Each page is measured several times and its median counts; a machine that does other
work meanwhile scores lower, so this is no test. *Painted* is what a browser held back
to that phone's line and processor saw (`paint.py`), and it has the bar; *LCP* is what
Lighthouse reckons.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.paint import Paint, paint
from tests.browser.running_site import RunningSite

HERE = Path(__file__).parent
NODE = Path(sys.executable).with_name("node")
CLI = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"

PAGES = {
    "home": "/",
    "article": "/articles/ketamine-infusion-therapy-what-is-known/",
    "service": "/services/ketamine-infusion/",
    "location": "/locations/alexandria/",
    "form": "/request-a-consultation/",
    "search": "/search/",
    "results": "/search/?q=ketamine",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LCP_MS = 800
# Now and then the browser's trace lacks its start; Lighthouse asks for another visit.
TRIES = 3
# Results of a search have no place in another search: pages like these ask not to be
# indexed, and that is the one thing Lighthouse may hold against them.
ON_PURPOSE = {"results": {"is-crawlable"}}


class Run(NamedTuple):
    """One visit: the four scores, what the page took, and the audits it failed."""

    scores: tuple[int, ...]
    lcp: float
    cls: float
    kilobytes: float
    failed: dict[str, set[str]]


def measure(url: str) -> Run:
    """Let Lighthouse visit a page once, as a middling phone on a slow network."""
    with tempfile.NamedTemporaryFile(suffix=".json") as written:
        _visit(url, written.name)
        report = json.load(written)
    audits, categories = report["audits"], report["categories"]
    scores = tuple(round(100 * categories[name]["score"]) for name in CATEGORIES)
    failed = {
        name: {
            reference["id"]
            for reference in categories[name]["auditRefs"]
            if reference["weight"] and (audits[reference["id"]]["score"] or 0) < 1
            if audits[reference["id"]]["scoreDisplayMode"] != "notApplicable"
        }
        for name in CATEGORIES
    }
    return Run(
        scores,
        audits["largest-contentful-paint"]["numericValue"],
        audits["cumulative-layout-shift"]["numericValue"],
        audits["total-byte-weight"]["numericValue"] / 1000,
        failed,
    )


def _visit(url: str, path: str) -> None:
    command = [
        NODE,
        CLI,
        url,
        "--quiet",
        "--output=json",
        # To a file: what goes through a pipe is cut when the process ends.
        f"--output-path={path}",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}",
    ]
    environment = {**os.environ, "CHROME_PATH": CHROMIUM}
    for _ in range(TRIES):
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if not done.returncode:
            return
    sys.exit(done.stderr)


def median(runs: list[Run]) -> Run:
    """Return the middle of each figure, and every audit that failed in any run."""
    scores = zip(*(run.scores for run in runs), strict=True)
    return Run(
        tuple(round(statistics.median(one)) for one in scores),
        *(statistics.median(run[at] for run in runs) for at in (1, 2, 3)),
        {name: set().union(*(run.failed[name] for run in runs)) for name in CATEGORIES},
    )


def below(page: str, run: Run, painted: Paint) -> list[str]:
    """Return what of a page is under the bar."""
    found = []
    for name, score in zip(CATEGORIES, run.scores, strict=True):
        failed = run.failed[name] - ON_PURPOSE.get(page, set())
        if score < 100 and failed:
            found.append(f"{page}: {name} {score} ({', '.join(sorted(failed))})")
    if painted.largest > LCP_MS:
        found.append(f"{page}: largest piece painted after {painted.largest:.0f} ms")
    if shift := max(run.cls, painted.shifted):
        found.append(f"{page}: layout shift {shift:.3f}")
    return found


def report(browser: Browser, url: str, names: list[str], times: int) -> int:
    """Measure pages, print a table and return how many figures are under the bar."""
    write = sys.stdout.write
    write(f"{'':10}perf  a11y  best   seo   painted ms  LCP ms    CLS     kB\n")
    found = []
    for name in names:
        run = median([measure(url + PAGES[name]) for _ in range(times)])
        painted = paint(browser, url + PAGES[name], times)
        scores = "".join(f"{score:>4}  " for score in run.scores)
        write(f"{name:10}{scores}{painted.largest:>12.0f}{run.lcp:>8.0f}")
        write(f"{run.cls:>7.3f}{run.kilobytes:>7.1f}\n")
        sys.stdout.flush()
        found += below(name, run, painted)
    for line in found:
        write(f"under the bar: {line}\n")
    return len(found)


def main() -> int:
    """Measure a site that runs, or one started for it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", help="a site that runs already")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("pages", nargs="*", choices=[[], *PAGES], metavar="PAGE")
    options = parser.parse_args()
    if CHROMIUM is None:
        sys.exit("Lighthouse needs chromium, which is not installed.")
    names = options.pages or list(PAGES)
    with contextlib.ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        stack.callback(browser.close)
        if options.url:
            return bool(report(browser, options.url, names, options.times))
        site = RunningSite(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        stack.callback(site.stop)
        site.start()
        return bool(report(browser, site.url, names, options.times))


if __name__ == "__main__":
    sys.exit(main())
