import pytest


@pytest.fixture(autouse=True)
def lock_of_its_own(settings, tmp_path):
    """Let imports of tests that run at the same time not wait for one another."""
    settings.VAR_DIR = tmp_path / "var"
