import pytest

from tests.clinic.fact_forms import OLD
from tests.factories import make_clinic, make_editor, make_reviewer


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


@pytest.fixture
def clinic():
    """The clinic's record with two statements that two people have to agree on."""
    record = make_clinic(off_label_statement=OLD, disclaimer="Not advice.")
    record.refresh_from_db()
    return record
