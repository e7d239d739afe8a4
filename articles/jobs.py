"""The recurring work of articles; `run_worker` does it."""

from datetime import timedelta

from articles.imports import uploads
from clinic.jobs import job


@job("forget_old_uploads", every=timedelta(hours=1))
def forget_old_uploads() -> None:
    """Delete what was uploaded a week ago to be imported."""
    uploads.forget_old()
