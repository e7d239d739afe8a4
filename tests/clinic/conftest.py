import pytest


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """Let what waits for a commit happen when the block ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
