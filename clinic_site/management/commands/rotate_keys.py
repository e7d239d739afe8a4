"""Bring everything under the first key, or say what is under which."""

import time
from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from clinic.encryption import field_key_ids, lookup_key_ids
from clinic.rotation import Tally, columns, rotate
from clinic_site.sign_in.rotation import SecondSteps
from consultations.rotation import Lookups

# Rows that others hold are come back to so often, with such a pause (seconds).
ROUNDS, PAUSE = 60, 0.5


class Command(BaseCommand):
    """Encrypt anew what older keys encrypted; the site may go on meanwhile.

    Safe to kill and to repeat. It ends with an error where a value cannot be read,
    after it has done all the others.
    """

    help = (
        "Brings encrypted columns, secrets of second steps and lookups under the "
        "first key of FIELD_ENCRYPTION_KEYS and of LOOKUP_KEYS."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; say how much is under which key",
        )

    def handle(self, *args, **options):
        if options["check"]:
            self._check()
        else:
            self._rotate()

    def _rotate(self) -> None:
        unreadable, busy = Counter(), 0
        for place in (*columns(), SecondSteps(), Lookups()):
            done = self._bring(place)
            self.stdout.write(
                f"{place.label}: {done.moved} brought under the first key"
            )
            unreadable += done.unreadable
            busy += done.left
        if busy:
            self.stdout.write(
                f"{busy} rows were in use all the time. Run it once more."
            )
        if unreadable:
            raise CommandError(_lost(unreadable))
        if not busy:
            self.stdout.write(
                "Done. `rotate_keys --check` says which keys may be taken away."
            )

    def _bring(self, place) -> Tally:
        moved = 0
        for round_ in range(ROUNDS):
            done = rotate(place)
            moved += done.moved
            if not done.left or round_ == ROUNDS - 1:
                break
            time.sleep(PAUSE)
        done.moved = moved
        return done

    def _check(self) -> None:
        values = Counter()
        for place in (*columns(), SecondSteps()):
            found = place.under()
            values += found
            self._say(place.label, found, field_key_ids())
        lookups = Lookups()
        requests = lookups.under()
        self._say(f"{lookups.label} (requests)", requests, lookup_key_ids())
        self._say_which_may_go("FIELD_ENCRYPTION_KEYS", field_key_ids(), values)
        self._say_which_may_go("LOOKUP_KEYS", lookup_key_ids(), requests)
        known = set(field_key_ids())
        if lost := Counter({k: n for k, n in values.items() if k not in known}):
            raise CommandError(_lost(lost))

    def _say(self, label: str, found: Counter, ring: list[str]) -> None:
        self.stdout.write(f"{label}: {'nothing' if not found else ''}".rstrip())
        for key, count in sorted(found.items(), key=lambda pair: pair[1], reverse=True):
            self.stdout.write(f"  {count:>9}  {_called(key, ring)}")

    def _say_which_may_go(self, setting: str, ring: list[str], found: Counter) -> None:
        for place, key in enumerate(ring):
            if place == 0:
                words = "writes"
            elif found[key]:
                words = f"still needed for {found[key]}"
            else:
                words = "may be taken away (see docs/backups.md, Keys)"
            self.stdout.write(f"{setting}, key {place + 1} ({key}): {words}")


def _called(key: str, ring: list[str]) -> str:
    if key in ring:
        return f"key {key}, {'the first' if ring[0] == key else 'an older one'}"
    return f"key {key}, MISSING" if key else "no key of those that are set"


def _lost(counts: Counter) -> str:
    lines = [
        f"{count} values cannot be read: "
        + (f"key {key} is missing." if key else "their key is missing, or altered.")
        for key, count in sorted(counts.items())
    ]
    return "\n".join(
        [
            *lines,
            "They were left as they are. Put the key back at the end of "
            "FIELD_ENCRYPTION_KEYS, and run this again.",
        ]
    )
