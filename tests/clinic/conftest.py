import pytest

from tests.factories import make_editor, make_reviewer


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """Let what waits for a commit happen when the block ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def reviewer():
    return make_reviewer()
