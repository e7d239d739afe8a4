"""Rows that stay for the next test are found by those alone that ask for them."""

import pytest
from django.db import connection

from clinic.models import User
from tests.factories import make_article_index, make_topic, make_user
from tests.layers import bring, layer, undone_at_the_end


@layer
def dana():
    """A person whom several tests know."""
    return make_user("dana")


@layer
def topic():
    """A row of another kind."""
    return make_topic()


# In no transaction, as between two tests, and with all that migrations wrote.
committing = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def between_tests(db):
    yield
    bring([])


def makes(*layers):
    """Return what makes these layers, each noting down that it was asked to."""
    made = []

    def noting(name, make):
        def note():
            made.append(name)
            return make()

        return note

    return made, [noting(name, make) for name, make in layers]


def names() -> list[str]:
    return [*User.objects.order_by("username").values_list("username", flat=True)]


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_is_given_rows_that_no_other_changed(dana, topic, turn):
    assert (dana.first_name, topic.title, names()) == ("Dana", "Sleep", ["dana"])

    User.objects.update(first_name="Changed")
    topic.delete()
    make_user("other")
    dana.first_name = "Changed in memory"


@committing
def test_who_commits_makes_its_own(dana):
    assert not connection.in_atomic_block
    assert names() == ["dana"]


@pytest.mark.django_db
def test_who_does_not_ask_finds_nothing():
    assert names() == []
    assert not connection.run_on_commit


@committing
def test_layer_stays_while_it_is_asked_for(between_tests):
    made, (inner, outer) = makes(
        ("inner", lambda: make_user("in")), ("outer", lambda: make_user("out"))
    )
    for wanted in ([outer], [outer, inner], [outer, inner], [outer], []):
        bring(wanted)
        with undone_at_the_end():
            assert len(names()) == len(wanted)
            make_user("test")

    assert made == ["outer", "inner"]
    bring([inner])
    assert (made, names()) == (["outer", "inner", "inner"], ["in"])


@committing
def test_what_waits_for_a_commit_waits_for_each_test(between_tests):
    _, (page,) = makes(("page", make_article_index))
    for _ in range(2):
        bring([page])
        with undone_at_the_end():
            assert connection.run_on_commit
            connection.run_on_commit = []
    bring([])

    assert not connection.run_on_commit


@committing
def test_layer_that_cannot_be_made_leaves_nothing(between_tests):
    def broken():
        make_user("half")
        raise LookupError

    with pytest.raises(LookupError):
        bring([broken])

    assert names() == []
    bring([lambda: make_user("whole")])
    assert names() == ["whole"]


@committing
def test_layer_goes_with_a_connection_that_a_test_closes(between_tests):
    _, (one,) = makes(("one", lambda: make_user("one")))
    bring([one])
    with undone_at_the_end():
        connection.close()
    bring([one])

    assert names() == ["one"]
