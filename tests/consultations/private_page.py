"""What the tests of the private page have in common: its address and its presses."""

import html

from django.urls import reverse

from consultations.models import ConsultationRequest, own_link

FORM = reverse("request_consultation")
DETAIL = "admin:consultations_consultationrequest_change"
ACT = "admin:consultations_consultationrequest_act"
SAVED = {
    "press": "correct",
    "contact_method": "phone",
    "phone": "",
    "email": "",
    "name": "",
}
STOP = {"press": "stop"}
STOP_NOW = {"press": "stop now"}
WRONG = own_link.fresh_selector() + "A" * 24


def text(response) -> str:
    return html.unescape(response.content.decode())


def title(page: str) -> str:
    return page.split("<title>")[1].split("</title>")[0]


def at(request) -> str:
    """Return the private address of a request."""
    return own_link.path_for(request)


def almost(request) -> str:
    """Return the address with its last letter wrong."""
    path = at(request)
    return path[:-2] + ("x/" if path[-2] != "x" else "y/")


def events(request) -> list[str]:
    return list(request.events.values_list("kind", flat=True))


def fresh(request) -> ConsultationRequest:
    return ConsultationRequest.objects.get(pk=request.pk)
