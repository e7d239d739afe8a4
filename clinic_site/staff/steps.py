"""What can be pressed on somebody's access: its words, its form, what it does."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.models.membership import StaffRefused
from clinic_site.staff.forms import ContactForm, EndForm, RolesForm, StepForm
from consultations.models import ConsultationRequest
from consultations.models.refusals import Refused


def set_roles(subject, form, by) -> None:
    """Give the roles that were ticked."""
    subject.set_roles(by=by, **form.arguments())


def set_contact(subject, form, by) -> None:
    """Put the name and the address that were typed."""
    subject.set_contact(by=by, **form.arguments())


def end(subject, form, by) -> None:
    """End the access and hand every open request over, all of it or nothing."""

    def hand_over() -> int:
        waiting = list(open_requests_of(subject))
        if waiting and form.heir is None:
            raise StaffRefused(
                _("They have got an open request meanwhile: look again.")
            )
        for request in waiting:
            request.hand_over(form.heir, by=by)
        return len(waiting)

    try:
        subject.end(by=by, hand_over=hand_over)
    except Refused:
        raise StaffRefused(
            _("One of their requests has changed meanwhile. Nothing was done.")
        ) from None


def open_requests_of(subject):
    """Return the open requests that somebody has taken on."""
    return ConsultationRequest.objects.open().filter(assigned_to=subject)


def _plain(method: str) -> Callable:
    def carry_out(subject, form, by) -> None:
        getattr(subject, method)(by=by)

    return carry_out


@dataclass(frozen=True)
class Step:
    """One step: its name in addresses and rules, its words, what it carries out."""

    name: str
    label: str | Promise
    # What it brings about, read before it is pressed.
    means: str | Promise
    done: str | Promise
    carry_out: Callable
    form: type[StepForm] = StepForm
    grave: bool = False


STEPS = {
    step.name: step
    for step in (
        Step(
            "roles",
            _("Change roles"),
            _("Roles add up. A change holds from the person's next click."),
            _("The roles are changed."),
            set_roles,
            RolesForm,
        ),
        Step(
            "contact",
            _("Change name or address"),
            _(
                "They sign in with the new address, and mail goes there. The address "
                "before is told of the change, and links that went to it stop working; "
                "an open invitation is sent anew. Their password and username stay."
            ),
            _("The change is saved."),
            set_contact,
            ContactForm,
        ),
        Step(
            "invite_again",
            _("Send a new invitation"),
            _(
                "A new link goes to their address, good for three days. The link "
                "before it stops working."
            ),
            _("A new invitation is on its way."),
            _plain("invite_again"),
        ),
        Step(
            "withdraw",
            _("Withdraw the invitation"),
            _("The link stops working at once. You can invite them again later."),
            _("The invitation is withdrawn."),
            _plain("withdraw"),
            grave=True,
        ),
        Step(
            "password_link",
            _("Send a link for a new password"),
            _(
                "For somebody who forgot theirs. The link goes to their address and is "
                "good for three days; their password works until they use it. Their "
                "second step stays."
            ),
            _("A link for a new password is on its way."),
            _plain("password_link"),
        ),
        Step(
            "reset_second_step",
            _("Reset the second step"),
            _(
                "For somebody who lost their phone or key. Talk to them first, so that "
                "you know it is them. Their app, keys and recovery codes stop working, "
                "every session of theirs ends, and they are told by mail. At the next "
                "sign-in they set up a new second step."
            ),
            _("The second step is reset."),
            _plain("reset_second_step"),
            grave=True,
        ),
        Step(
            "end",
            _("End access"),
            _(
                "They are signed out everywhere at once and cannot sign in any more. "
                "What they wrote and did stays on record under their name."
            ),
            _("Access is ended."),
            end,
            EndForm,
            grave=True,
        ),
        Step(
            "let_back",
            _("Let back in"),
            _(
                "They sign in again with the password and second step they had. Their "
                "roles hold again, too: look at them first."
            ),
            _("They can sign in again."),
            _plain("let_back"),
        ),
    )
}
