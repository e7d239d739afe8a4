"""The recurring work of articles; `run_worker` does it."""

from datetime import timedelta

from articles.imports import uploads
from articles.models import ListedArticle
from clinic.jobs import job


@job("forget_old_uploads", every=timedelta(hours=1))
def forget_old_uploads() -> None:
    """Delete what was uploaded a week ago to be imported."""
    uploads.forget_old()


@job("bring_lists_up_to_date", every=timedelta(hours=1))
def bring_lists_up_to_date() -> None:
    """Write what a change past all signals left out of the lists of articles."""
    ListedArticle.objects.bring_up_to_date()
