"""The demo clinic's reply templates, and the procedure for what is read first."""

from consultations.models import ReadFirstProcedure, ReplyTemplate

TEMPLATES = [
    {
        "name": "We tried to reach you (mail)",
        "channel": "mail",
        "subject": "We tried to reach you: {reference}",
        "body": "Hello {name_to_use},\n\nwe rang today and could not reach you. We try "
        "again from {calling_number}. You can also call us at {clinic_phone}, "
        "{office_hours}, and say {reference}.\n\nOn your private page you change how "
        "we reach you, or stop it:\n{own_link}",
    },
    {
        "name": "Your appointment (mail)",
        "channel": "mail",
        "subject": "Your appointment",
        "body": "Hello {name_to_use},\n\nwe look forward to seeing you: "
        "{scheduled_for}.\n\nIf that does not suit you any more, call "
        "{clinic_phone} and say {reference}.",
    },
    {
        "name": "We tried to reach you (text)",
        "channel": "text",
        "body": "We rang today and try again from {calling_number}. Or call "
        "{clinic_phone} and say {reference}.",
    },
    {
        "name": "Your appointment (text)",
        "channel": "text",
        "body": "See you {scheduled_for}. If that does not suit, call {clinic_phone}.",
    },
]
STEPS = """Ring now, whatever the hours; if nobody answers, ring again in ten minutes.
Say who you are, and ask whether they are in danger at this moment.
In danger: stay on the line and have a colleague call 911 with the address.
Not reached, or not sure: ring the clinician below before you do anything else.
Write down what you did, with the times."""


def load() -> None:
    """Write them where there are none yet."""
    if not ReplyTemplate.objects.exists():
        for position, data in enumerate(TEMPLATES, 1):
            ReplyTemplate.objects.create(position=position, **data)
    if not ReadFirstProcedure.load().is_written:
        ReadFirstProcedure(
            steps=STEPS, ring_name="Dr. Tomasz Bielak", ring_number="+17035550170"
        ).save()
