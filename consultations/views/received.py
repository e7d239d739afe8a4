"""What a person sees once we have their request."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from consultations import inbox, promise
from consultations.models import IntakeSettings, own_link
from consultations.views.guard import keeps_the_text
from consultations.views.sent import sent_from_here, sent_key
from consultations.views.unsent import give_back


@require_safe
@keeps_the_text
def request_received(request: HttpRequest) -> HttpResponse:
    """Say that we have the request: reference, when we try first, what comes next."""
    received = sent_from_here(request)
    key = sent_key(request) if received is None else None
    if key and (reference := inbox.reference_of_sealed(key)):
        # It is safe, and something of ours keeps it from being a request.
        return give_back(request, 500, reference=reference)
    if received is not None and received.is_withdrawn and received.own_link:
        return redirect(own_link.path_for(received))
    intake = IntakeSettings.in_use()
    context = {"intake": intake, "received": received}
    if received is not None:
        context["told"] = promise.to_the_requester(received)
        context["own_link"] = own_link.link_for(received)
    return render(request, "consultations/received.html", context)
