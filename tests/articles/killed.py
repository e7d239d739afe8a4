"""Imports a file in a process of its own, for a test to kill at any moment.

python -m tests.articles.killed FILE FOLDER [trial]; says the name of each post once
stored, and goes on with each line that a trial run is told.
"""

import sys
from pathlib import Path

import django
from django.conf import settings


def main(path: str, folder: str, *trial: str) -> None:
    """Import the file; `folder` is where the lock lies."""
    settings.VAR_DIR = Path(folder)
    # Models can be imported only now.
    from articles.imports import running

    store = running.pages.store

    def telling(work, post):
        item = store(work, post)
        sys.stdout.write(f"{item.source}\n")
        sys.stdout.flush()
        if trial:
            sys.stdin.readline()
        return item

    running.pages.store = telling
    running.run_import(running.run_for(path, dry_run=bool(trial)), path=path)


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
