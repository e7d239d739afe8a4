"""All faults on one database; `tests.faults` says which, through the environment."""

import logging
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path

import django


def main() -> int:
    """Run the scenes; what the site itself says goes to a file of its own."""
    report = os.fdopen(os.dup(1), "w", buffering=1)
    log = Path(os.environ["VAR_DIR"]) / "site.log"
    with log.open("w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    django.setup()
    logging.getLogger().setLevel(logging.ERROR)
    try:
        scenes = os.environ.get("FAULTS_SCENES", "tests.faults.scenes")
        wrong = import_module(scenes).run(report)
    except Exception:  # noqa: BLE001 - whatever broke off is told in the report
        wrong = [traceback.format_exc()]
    for what in wrong[:30]:
        report.write(f"  WRONG: {what}\n")
    if wrong:
        report.write("".join(log.read_text().splitlines(keepends=True)[-30:]))
    return 1 if wrong else 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    # Threads of a scene that broke off would keep the process for minutes.
    os._exit(status)
