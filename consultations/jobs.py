"""The recurring work of intake; `run_worker` does it."""

from datetime import timedelta

from clinic.jobs import job
from consultations.models import StepCount


@job("forget_step_counts", every=timedelta(days=1))
def forget_step_counts() -> None:
    """Delete the figures of days that nobody compares with any more."""
    StepCount.objects.forget_old()
