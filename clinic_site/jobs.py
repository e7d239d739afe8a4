"""The recurring work of the site as a whole; `run_worker` does it."""

from datetime import timedelta

from django.core.management import call_command

from clinic import counting, search_index
from clinic.jobs import job
from clinic.models import HeldPost, PageVisits, UnansweredWord
from clinic_site import statistics, watching
from clinic_site.importing import importer
from clinic_site.made_pages.ahead import Round
from clinic_site.outbox import send_batch
from clinic_site.worker import stop


@job("send_outbox", every=timedelta(seconds=3))
def send_outbox() -> None:
    """Send the mail that is due."""
    send_batch(should_stop=stop.requested)


making_pages = Round()


@job("make_pages", every=timedelta(seconds=2))
def make_pages() -> None:
    """Make the pages that were published, and those that do not hold any more."""
    making_pages.go_on()


@job("carry_out_imports", every=timedelta(seconds=3))
def carry_out_imports() -> None:
    """Start the process that imports, where an upload waits for one."""
    importer.look()


@job("publish_scheduled", every=timedelta(minutes=1))
def publish_scheduled() -> None:
    """Publish and take down the pages whose time has come."""
    call_command("publish_scheduled", verbosity=0)


@job("count_search_words", every=timedelta(minutes=10))
def count_search_words() -> None:
    """Add pages that the search lacks, count its words, forget old unanswered ones."""
    for pk in search_index.missing():
        search_index.refresh(pk)
    search_index.recount()
    UnansweredWord.objects.forget_old()


@job("gather_statistics", every=timedelta(days=1))
def gather_statistics() -> None:
    """Tell SQLite how much its tables hold by now."""
    statistics.gather()


@job("look_for_trouble", every=timedelta(minutes=5))
def look_for_trouble() -> None:
    """Raise an alarm for what went wrong, and withdraw those that are over."""
    watching.look()


@job("write_away_page", every=timedelta(hours=1))
def write_away_page() -> None:
    """Keep the page for when nothing answers at the clinic's present phone number."""
    call_command("write_away_page", verbosity=0)


@job("forget_held_posts", every=timedelta(days=1))
def forget_held_posts() -> None:
    """Delete forms that waited a week for whoever sent them."""
    HeldPost.objects.forget_old()


@job("clear_sessions", every=timedelta(days=1))
def clear_sessions() -> None:
    """Delete the sessions that have run out."""
    call_command("clearsessions", verbosity=0)


@job("forget_counts", every=timedelta(hours=1))
def forget_counts() -> None:
    """Delete what has run out of the database cache."""
    counting.forget_expired()


@job("forget_page_visits", every=timedelta(days=1))
def forget_page_visits() -> None:
    """Delete the visits of days that nobody compares with any more."""
    PageVisits.objects.forget_old()
