import pytest

from tests.site.staff import make_person


@pytest.fixture
def person():
    return make_person("coordinator")


@pytest.fixture
def desk(client, person):
    """A browser at the desk, just signed in."""
    client.force_login(person)
    return client
