"""Words that would tell whoever glances at an inbox what somebody's mail is about."""

from clinic.models import GlossaryTerm, ServicePage
from clinic.words import roots

# Of any clinic; its own services and the terms of its glossary come on top.
_TELLING = """
    ketamine esketamine spravato infusion iv therapy therapist psychotherapy psychedelic
    psychology psychiatry psychiatric psychiatrist mental depression depressed anxiety
    panic ptsd trauma ocd bipolar suicide suicidal crisis pain migraine addiction
    alcohol drug rehab medication medicine dose dosing treatment diagnosis symptom
    patient
"""
# Words that stand in names of services and say nothing about anybody.
_PLAIN = """
    appointment booking call care consultation cost desk first follow front help info
    information message new office online price program question reception request
    right service session start support talk team up visit welcome
"""
TELLING = frozenset(roots(_TELLING))
PLAIN = frozenset(roots(_PLAIN, filler=True))


def telling_words(text: str) -> list[str]:
    """Return the words of a text that name a treatment or a condition.

    They are compared by their roots; a term of the glossary counts as a whole.
    """
    written = roots(text, filler=True)
    found = [word for word in written if word in TELLING | _of_services()]
    for term in GlossaryTerm.objects.values_list("term", flat=True):
        named = roots(term, filler=True)
        if named and _stands_in(named, written) and not set(named) <= set(found):
            found.append(term)
    return list(dict.fromkeys(found))


def _of_services() -> set[str]:
    titles = ServicePage.objects.live().values_list("title", flat=True)
    return {word for title in titles for word in roots(title)} - PLAIN


def _stands_in(named: list[str], written: list[str]) -> bool:
    length = len(named)
    places = range(len(written) - length + 1)
    return any(written[at : at + length] == named for at in places)
