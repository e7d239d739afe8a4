"""The register's recurring work; `run_worker` does it."""

from datetime import timedelta

from clinic.jobs import job
from clinic.register.stocktaking import take_stock


@job("review_register", every=timedelta(hours=12))
def review_register() -> None:
    """Look at every page anew."""
    take_stock()
