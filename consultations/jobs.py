"""The recurring work of intake; `run_worker` does it."""

from datetime import timedelta

from clinic.jobs import job
from consultations.models import KeptPost, StepCount


@job("forget_step_counts", every=timedelta(days=1))
def forget_step_counts() -> None:
    """Delete the figures of days that nobody compares with any more."""
    StepCount.objects.forget_old()


@job("forget_kept_posts", every=timedelta(days=1))
def forget_kept_posts() -> None:
    """Delete notes that waited a week for whoever wrote them."""
    KeptPost.objects.forget_old()
