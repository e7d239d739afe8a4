"""The demo in the database, loaded once for all tests of this folder: they only read.

`tests/handing_out.py` gives the whole folder to one process.
"""

import io

import pytest
from django.core.management import call_command
from django.test import override_settings

from tests.layers import bare_database
from tests.site.conftest import files_left_open


def load() -> str:
    """Load the demo as `make run` does, and return what was said."""
    said = io.StringIO()
    with files_left_open(), override_settings(DEMO=True):
        call_command("load_demo_content", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="package", autouse=True)
def demo(django_db_setup, django_db_blocker):
    """Load it, and leave nothing of it behind."""
    with bare_database(django_db_blocker):
        load()
        yield
