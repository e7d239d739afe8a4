"""Rows that one test after another begins with, made once for all of them.

A layer is a transaction around those of the tests. It stays while tests ask for it and
is taken back before the first that does not, whatever their order: no test finds rows
for which it did not ask, nor what another test did to them.
"""

from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.db.models import Model


@dataclass
class Standing:
    """A layer that stands: who made it, what takes it back, what is there with it."""

    make: Callable[[], Model]
    undone: ExitStack
    row: Model
    # Nobody commits it. What waits for that says that there is something new, so
    # nothing read from it is kept in memory; a test may have thrown that away.
    waiting: list


# The outermost first.
_standing: list[Standing] = []


def layer(make: Callable[[], Model]):
    """Make a fixture of rows that stay while the tests that follow ask for it, too.

    `make` takes nothing and returns one of its rows; each test is given that row anew.
    A test that commits (`transaction=True`) lies in no transaction: it makes its own.
    """

    def given(db):
        standing = (one.row for one in _standing if one.make is make)
        row = next(standing, None) or make()
        return type(row).objects.get(pk=row.pk)

    given.layer = make
    given.__doc__ = make.__doc__
    return pytest.fixture(name=make.__name__)(given)


def asked_by(item) -> list[Callable]:
    """Return what makes the layers for which a test asks."""
    defined = item._fixtureinfo.name2fixturedefs
    found = (defined[name][-1].func for name in item.fixturenames if name in defined)
    return [func.layer for func in found if hasattr(func, "layer")]


def bring(wanted: list[Callable]) -> None:
    """Let these layers stand, in this order, and no other. Between tests alone."""
    same = 0
    # A test that closed its connection took all of them with it.
    if not connection.closed_in_transaction:
        for one, make in zip(_standing, wanted, strict=False):
            if one.make is not make:
                break
            same += 1
    while len(_standing) > same:
        _standing.pop().undone.close()
    if _standing:
        connection.run_on_commit = [*_standing[-1].waiting]
    for make in wanted[same:]:
        with ExitStack() as undone:
            undone.enter_context(undone_at_the_end())
            row = make()
            waiting = [*connection.run_on_commit]
            _standing.append(Standing(make, undone.pop_all(), row, waiting))


@contextmanager
def undone_at_the_end():
    """Run a block in a transaction, and take it back whatever became of it."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


@contextmanager
def bare_database(blocker):
    """Let rows be made for many tests where no layer stands; gone after the block."""
    with blocker.unblock():
        bring([])
        with undone_at_the_end():
            yield
