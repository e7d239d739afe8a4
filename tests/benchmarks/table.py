"""The figures of all benchmarks: one line each, with its bar, printed or put into docs.

python -m tests.benchmarks.table writes the tables of docs/benchmarks.md and the README
from what `make bench` left in `var/benchmarks/bench.json`.
"""

import json
import os
import re
import statistics
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MARKS = "<!-- figures: {} -->\n", "<!-- end of figures -->"
HEAD = ("what", "measured", "against", "ratio", "min to max", "bar", "")


def folder() -> Path:
    """Return where figures are kept."""
    return Path(os.environ.get("VAR_DIR") or ROOT / "var") / "benchmarks"


def row(
    what: str,
    unit: str,
    found: Iterable[float],
    *,
    against: str = "",
    ratios: Iterable[float] = (),
    at_least: float | None = None,
    at_most: float | None = None,
    of: str = "ratio",
    short: bool = False,
) -> dict:
    """Return a line: what was found in each round, and its ratio to a yardstick there.

    The bar holds for the median, of the ratios or (`of="found"`) of what was found.
    Without one a line is there to reckon with. `short` ones stand in the README, too.
    """
    found, ratios = list(found), list(ratios)
    middle = statistics.median(ratios if of == "ratio" and ratios else found)
    met = (at_least is None or middle >= at_least) and (
        at_most is None or middle <= at_most
    )
    return {
        "what": what,
        "unit": unit,
        "found": spread(found),
        "against": against,
        "ratio": spread(ratios) if ratios else None,
        "bar": {"at_least": at_least, "at_most": at_most, "of": of},
        "met": met,
        "short": short,
    }


def spread(values: list[float]) -> dict[str, float]:
    return {
        "min": min(values),
        "median": statistics.median(values),
        "max": max(values),
    }


def number(value: float) -> str:
    """Return a figure in three digits or so."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def cells(line: dict) -> tuple[str, ...]:
    """Return a line as it is read."""
    bar, ratio = line["bar"], line["ratio"]
    sign, limit = (
        ("≥", bar["at_least"]) if bar["at_most"] is None else ("≤", bar["at_most"])
    )
    unit = f" {line['unit']}" if bar["of"] == "found" else " x"
    has_bar = limit is not None
    shown = ratio or line["found"]
    return (
        line["what"] + (f", {line['database']}" if line.get("database") else ""),
        f"{number(line['found']['median'])} {line['unit']}",
        line["against"],
        f"{number(ratio['median'])} x" if ratio else "",
        f"{number(shown['min'])} to {number(shown['max'])}",
        f"{sign} {number(limit)}{unit}" if has_bar else "",
        ("met" if line["met"] else "**missed**") if has_bar else "",
    )


def printed(lines: list[dict]) -> str:
    """Return the table for a terminal."""
    rows = [HEAD, *(tuple(c.replace("**", "") for c in cells(line)) for line in lines)]
    widths = [max(len(one[column]) for one in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(one, widths, strict=True))
        for one in rows
    )


def marked_down(lines: list[dict]) -> str:
    """Return the table as Markdown."""
    rows = [HEAD, ("---",) * len(HEAD), *map(cells, lines)]
    return "".join(f"| {' | '.join(one)} |\n" for one in rows)


def in_short(lines: list[dict]) -> str:
    """Return the ratios of the README: a line for each benchmark, with its command."""
    told: dict[str, list[str]] = {}
    for line in lines:
        if line["short"]:
            what, measured, against, ratio, _spread, bar, met = cells(line)
            beside = f", {ratio} {against}" if ratio else ""
            said = f"{what}: {measured}{beside} ({bar}, {met})"
            told.setdefault(line["name"], []).append(said)
    rows = [("`python -m tests.benchmarks --only`", "figures (bar)"), ("---", "---")]
    rows += [(name, "; ".join(said)) for name, said in told.items()]
    return "".join(f"| {' | '.join(one)} |\n" for one in rows)


def put_into(document: str, name: str, text: str) -> str:
    """Return a document with a text between the marks of this name."""
    begin, end = MARKS[0].format(name), MARKS[1]
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(document):
        raise ValueError(f"no place for the figures {name}")
    return pattern.sub(lambda _match: f"{begin}{text}{end}", document)


def write(found: dict, root: Path = ROOT) -> None:
    """Put the figures into docs/benchmarks.md and the README."""
    lines, machine = found["rows"], found["machine"]
    about = ", ".join(f"{name} {value}" for name, value in machine.items())
    for path, name, text in (
        ("docs/benchmarks.md", "all", f"{marked_down(lines)}\n{about}.\n"),
        ("README.md", "short", in_short(lines)),
    ):
        document = (root / path).read_text()
        (root / path).write_text(put_into(document, name, text))


if __name__ == "__main__":
    write(json.loads((folder() / "bench.json").read_text()))
