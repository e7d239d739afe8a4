import pytest
import time_machine

from .steps import NOW, enrolled


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_STEP_REQUIRED = True


@pytest.fixture
def clock():
    """Time stands still until a test moves it."""
    with time_machine.travel(NOW, tick=False) as moving:
        yield moving


@pytest.fixture
def person(clock):
    return enrolled("coordinator")
