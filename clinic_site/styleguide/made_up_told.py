"""What an invented person was told, for samples."""

from consultations.models import Wording, WordingKind, WordingSet
from consultations.promise import Promise, Told

WORDINGS = [
    Wording(kind=WordingKind.CONSENT, version=2, text="The clinic may contact me."),
    Wording(kind=WordingKind.TEXTS, version=1, text="You may text me. I can say stop."),
]
WORDING_SET = WordingSet((one.kind, one) for one in WORDINGS)
TOLD = Told(
    Promise("Monday, November 23, 11 am", "(703) 555-0142"),
    reading="Nobody reads requests until we open: Monday, November 23, 9 am.",
    access="Stored encrypted. Each opening at the desk is recorded.",
    emergency="This is not watched live.",
)
BY_MAIL = Told(Promise("", "desk@clinic.example", by_mail=True))
