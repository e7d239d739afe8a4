import pytest

from articles.imports.running import run_for, run_import
from tests.articles.exporting import written


@pytest.fixture(autouse=True)
def lock_of_its_own(settings, tmp_path):
    """Let imports of tests that run at the same time not wait for one another."""
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture
def bring(tmp_path):
    """Return a function that imports an export of these parts and gives the run."""

    def bring(*parts, **options):
        path = written(tmp_path, *parts)
        return run_import(run_for(path), path=path, **options)

    return bring
