"""A process of a test: says, as JSON, what a restored site holds.

python -m tests.site.looks_in REFERENCE MEDIA_NAME
"""

import json
import sys
from importlib import import_module

import django


def main(reference: str, name: str) -> None:
    """Read one request and one file, and count what must fit together."""
    django.setup()
    models = import_module("consultations.models")
    storage = import_module("django.core.files.storage").default_storage
    sessions = import_module("django.contrib.sessions.models").Session
    pages = import_module("wagtail.models").Page
    requests = models.ConsultationRequest.objects
    found = requests.get(reference=reference)
    broken = models.first_broken_link()
    with storage.open(name) as file:
        media = file.read().hex()
    said = {
        "typed": [found.name, found.email, found.phone, found.message],
        "notes": [event.note for event in found.events.all()],
        "by_search": [r.reference for r in requests.matching("namesworth")],
        "trail": broken and broken.what,
        "entries": models.ReadingEntry.objects.count(),
        "requests": sorted(requests.values_list("reference", flat=True)),
        "without_event": requests.filter(events=None).count(),
        "without_lookups": requests.filter(lookups=None).count(),
        "media": media,
        "pages": list(pages.objects.values_list("title", flat=True)),
        "sessions": sessions.objects.count(),
    }
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
