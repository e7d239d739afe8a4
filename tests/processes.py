"""What the processes of one run of the tests have in common."""

import os
from pathlib import Path


def shared_by_processes(tmp_path_factory) -> Path:
    """Return a folder of this run that every process of it knows."""
    base = tmp_path_factory.getbasetemp()
    # Each process has a folder of its own beside those of the others.
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
