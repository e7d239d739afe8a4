from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from consultations.models import (
    ConsultationRequest,
    ReadingEntry,
    ReadingKind,
    ReadingReason,
)
from consultations.models.holding import ANSWERS_RIGHTS
from consultations.models.lookups import normal_reference
from consultations.person import (
    NotPrivate,
    as_json,
    everything_about,
    offers,
    write_into,
)
from consultations.person.files import private_place


class Command(BaseCommand):
    """Write everything that is held about one person, for that person."""

    help = (
        "Write all that is held about the person of a request into a directory of "
        "yours: one page to read or print, and JSON."
    )

    def add_arguments(self, parser):
        parser.add_argument("reference")
        parser.add_argument(
            "--also",
            action="append",
            default=[],
            metavar="REFERENCE",
            help="another request of the same person, once you have confirmed that",
        )
        parser.add_argument(
            "--by", metavar="USERNAME", help="who gives it out; stands in the trail"
        )
        parser.add_argument(
            "--to", metavar="DIR", help="a directory that nobody else can look into"
        )
        parser.add_argument(
            "--print",
            action="store_true",
            help="print the JSON instead of writing files",
        )

    def handle(self, *args, **options):
        by = _answering(options["by"])
        if bool(options["to"]) == options["print"]:
            raise CommandError("Say where it goes: --to DIR, or --print.")
        place = Path(options["to"]) if options["to"] else None
        try:
            if place is not None:
                private_place(place)
            main = _request(options["reference"], by)
            offered = {one.request.reference: one for one in offers(main, by)}
            requests = [main, *_confirmed(options["also"], offered, by)]
            told = self._gathered(requests, by)
            if place is None:
                self.stdout.write(as_json(told), ending="")
            else:
                for path in write_into(place, told, main.reference):
                    self.stdout.write(f"Written: {path}")
        except NotPrivate as error:
            raise CommandError(str(error)) from None
        left = [o for name, o in offered.items() if name not in options["also"]]
        if left and place is not None:
            self.stdout.write("Perhaps of the same person, and not in it:")
            for offer in left:
                self.stdout.write(f"  {offer.request.reference}: {_why(offer)}")
            self.stdout.write("Once you know that they are: --also REFERENCE.")

    def _gathered(self, requests, by) -> dict:
        """Seal the export into the trail first: what is not recorded is not given."""
        ReadingEntry.record(
            ReadingKind.EXPORT,
            by=by,
            request_ids=[request.pk for request in requests],
            reason=ReadingReason.ASKED,
        )
        return everything_about(requests, by=by, what_for=ReadingReason.ASKED.label)


def _answering(username: str | None):
    """Return the member of staff who gives it out; CommandError for anyone else."""
    if not username:
        raise CommandError("Say who gives it out: --by USERNAME.")
    user = get_user_model().objects.filter(username=username, is_active=True).first()
    if user is None or not user.has_perm(ANSWERS_RIGHTS):
        raise CommandError(
            f"{username} may not give out what is held about people. Managers may."
        )
    return user


def _request(reference: str, by) -> ConsultationRequest:
    visible = ConsultationRequest.objects.visible_to(by).with_told()
    found = visible.filter(reference=normal_reference(reference) or "-").first()
    if found is None:
        raise CommandError(
            f"There is no request {reference}. If it was purged, "
            "verify_purge_records says when."
        )
    return found


def _confirmed(references, offered, by) -> list[ConsultationRequest]:
    """Return the other requests; refuse one without the same phone or e-mail."""
    found = []
    for reference in references:
        other = _request(reference, by)
        if other.reference not in offered:
            raise CommandError(
                f"{other.reference} shares neither phone nor e-mail with it and is "
                "not linked to it. Nothing was written."
            )
        found.append(other)
    return found


def _why(offer) -> str:
    said = {
        "same phone": offer.same_phone,
        "same e-mail": offer.same_email,
        "linked at the desk": offer.linked,
    }
    return ", ".join(words for words, holds in said.items() if holds)
