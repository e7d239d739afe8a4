"""The register's recurring work; `run_worker` does it."""

from datetime import timedelta

from clinic.jobs import job
from clinic.register.digest import enqueue_digests
from clinic.register.stocktaking import take_stock


@job("review_register", every=timedelta(hours=12))
def review_register() -> None:
    """Look at every page anew."""
    take_stock()


@job("review_digest", every=timedelta(minutes=15))
def review_digest() -> None:
    """Write the week's mail about reviews once Monday morning has come."""
    enqueue_digests()
