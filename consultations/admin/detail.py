"""One request, laid out for a call, and the actions on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from clinic.encryption import missing_keys, say_unreadable
from consultations import promise
from consultations.admin.actions import ACTIONS, NoteForm
from consultations.admin.keeping import forget, kept_for, left_behind, was_shown
from consultations.admin.keys import keys_for
from consultations.admin.presence import beside
from consultations.admin.presenting import event_when, shown, told
from consultations.admin.queue import (
    TEMPLATES,
    WRITES_PROCEDURE,
    procedure_url,
    way_back,
)
from consultations.admin.returning import coming_back
from consultations.admin.same_person import SamePerson, say_where_it_leads
from consultations.admin.undoing import undo_addresses
from consultations.earlier import earlier_words
from consultations.models import (
    EventKind,
    KeptPost,
    Outcome,
    PageTicket,
    ReadingKind,
    RequestEvent,
    Story,
)
from consultations.models.actors import DECIDES, decides
from consultations.models.lookups import normal_reference
from consultations.models.refusals import Refused
from consultations.typed import ACT, DETAIL, typed_note, typed_reason

CHANGES = "consultations.change_consultationrequest"
WORKS = "consultations.work_requests"
# Where an action begins with writing, its key leads into the box.
WRITTEN_FIRST = {"add_note": "note", "answer_read_first": "note", "decide": "reason"}
TODAY = "admin:consultations_consultationrequest_today"


class DetailViews:
    """The page of one request and the POST addresses of its actions."""

    def get_urls(self):
        act = self.keeping(self.admin_site.admin_view(self.act_view))
        name = ACT.split(":")[1]
        own = [path("<str:reference>/act/<slug:action>/", act, name=name)]
        return own + super().get_urls()

    def get_object(self, request, object_id, from_field=None):
        """Find by reference; primary keys are in no address."""
        reference = normal_reference(object_id)
        waiting = KeptPost.objects.filter(user=request.user, request=OuterRef("pk"))
        found = self.get_queryset(request).with_told()
        found = found.annotate(has_kept=Exists(waiting))
        return found.filter(reference=reference).first() if reference else None

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        return self._page(request, self._found(request, object_id))

    def history_view(self, request, object_id, extra_context=None):
        """The history stands on the request's own page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect(DETAIL, self._found(request, object_id).reference)

    @method_decorator(sensitive_post_parameters())
    @method_decorator(sensitive_variables())
    def act_view(self, request, reference, action):
        """Carry out one action; refused ones keep what was written."""
        if action not in ACTIONS:
            raise Http404
        chosen = ACTIONS[action]
        if not chosen.allowed_to(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        subject = self._found(request, reference, or_none=True)
        if subject is None:
            return self.gone(request, reference, action)
        form = chosen.form(
            request.POST, user=request.user, subject=subject, prefix=action
        )
        if not form.is_valid():
            messages.error(request, _("Please look at what is marked."))
            return self._page(request, subject, {action: form})
        arguments = form.arguments() | {"by": request.user}
        if chosen.overtakable:
            arguments["seen"] = _number(request.POST.get("seen"))
        try:
            getattr(subject, action)(**arguments)
        except Refused as refused:
            fresh = self._found(request, reference, or_none=True)
            if fresh is None:
                messages.warning(request, told(refused))
                return self.gone(request, reference, action, had_it=True)
            messages.warning(request, told(refused, _written(form)))
            words = form.cleaned_data.get("reason", "")
            kept = {action: form, "add_note": _kept_note(request.user, form)}
            return self._page(request, fresh, kept, words, status=409)
        messages.success(request, chosen.done)
        if action == "close":
            say_where_it_leads(request, subject)
        forget(request, subject)
        return self.on_from(request, subject)

    def on_from(self, request, subject):
        """Lead to where it was pressed, or to the queue if somebody else has it now."""
        works = request.user.has_perm("consultations.work_requests")
        if not works and subject.assigned_to_id != request.user.pk:
            return redirect(way_back(request))
        if request.POST.get("back") == "today":
            return redirect(TODAY)
        return redirect(DETAIL, subject.reference)

    def _found(self, request, object_id, or_none=False):
        found = self.get_object(request, object_id)
        if found is None and not or_none:
            raise Http404
        return found

    @method_decorator(sensitive_variables())
    def gone(self, request, reference, action, had_it=False):
        """Answer a press on a request that is not with its sender any more.

        What they wrote is kept there as a note, but for the reason of a decision:
        that is given back. `had_it` says that it was theirs until this moment.
        """
        kept = left_behind(request, reference, action)
        words = [typed_reason(request, action)]
        if had_it and not kept:
            words.insert(0, typed_note(request, action))
        words = "\n\n".join(filter(None, words))
        if words and (had_it or was_shown(request, reference)):
            context = self.admin_site.each_context(request)
            context |= {"title": _("No longer with you"), "words": words}
            template = f"{TEMPLATES}/not_here.html"
            return TemplateResponse(request, template, context, status=409)
        if not (kept or had_it):
            raise Http404
        return redirect(way_back(request))

    def _page(self, request, subject, bound=None, unkept="", status=200):
        """Show a request, with the forms that somebody has to look at again.

        `unkept` is the reason of a decision that was refused.
        """
        if lost := missing_keys(subject):
            return self._unreadable(request, subject, lost)
        person = SamePerson(subject, request.user)
        reads = decides(request.user)
        with_reasons = ("suitability_reason",) if reads else ()
        all_events = list(
            RequestEvent.objects.filter(request__in=person.request_ids)
            .select_related("actor", *with_reasons)
            .order_by("at", "pk")
        )
        for row in (*all_events, *person.duplicates):
            say_unreadable(row)
        events = [event for event in all_events if event.request_id == subject.pk]
        events.sort(key=lambda event: event.pk)
        shown_too = [subject, *person.duplicates]
        self.record_reading(request, ReadingKind.DETAIL, shown_too)
        story, whole_story = Story(events), Story(all_events)
        mail = self.mail_context(request, subject, events)
        undo = undo_addresses(request.user, subject, story, mail["mail_gone"])
        keys, bound = keys_for(request), dict(bound or {})
        at_hand = beside(subject, request.user)
        row = shown([subject], request.user, intake=at_hand.intake)[0]
        # What was kept waits until nothing else stands in the boxes.
        waits = subject.has_kept and not bound
        if kept := kept_for(request.user, subject) if waits else None:
            bound, unkept = kept.forms(request.user, subject), kept.reason
        forms = self._forms(request, subject, bound, keys)
        if "hand_over" in forms:
            forms["hand_over"].offer(at_hand.colleagues)
        context = {
            **self.admin_site.each_context(request),
            **mail,
            **self.chart_context(subject),
            **self.rights_context(request, subject),
            **person.context(),
            "title": subject.reference,
            "way_back": way_back(request),
            "opts": self.opts,
            "subject": subject,
            "shown": row,
            "withdrawal": _withdrawal(subject, story),
            "voicemail": at_hand.voicemail,
            "told": promise.was_told(subject),
            "wordings": subject.wordings.values(),
            "read_first": self._read_first(request, subject, at_hand.procedure),
            "history": [
                _entry(event, whole_story, undo, reads)
                | {
                    "of": person.reference_of(event),
                    "mail": mail["mailed"].get(event.pk, ""),
                }
                for event in reversed(all_events)
            ],
            "newest_undo": undo[max(undo)] if undo else "",
            "clinicians_page": reads and not request.user.has_perm(WORKS),
            "unkept": unkept,
            "replies": self._replies(request, subject),
            "seen": events[-1].pk if events else 0,
            "forms": forms,
            **coming_back(subject, events, forms, row.hours, at_hand.intake),
            "outcomes": _outcomes(subject, keys),
            "keys": keys,
            "kept": kept,
            "open_by": at_hand.open_by,
            "page": PageTicket.signed(request.user, subject),
            "act": {
                name: reverse(ACT, args=[subject.reference, name]) for name in ACTIONS
            },
        }
        template = f"{TEMPLATES}/detail.html"
        return TemplateResponse(request, template, context, status=status)

    def _unreadable(self, request, subject, lost):
        """Say which request cannot be read, and which key it lacks."""
        self.record_reading(request, ReadingKind.DETAIL, [subject])
        context = self.admin_site.each_context(request)
        context |= {"subject": subject, "keys": sorted(lost)}
        row = shown([subject], request.user)[0]
        context |= {"title": subject.reference, "shown": row}
        template = "admin/unreadable.html"
        return TemplateResponse(request, template, context, status=503)

    def _read_first(self, request, subject, procedure) -> dict | None:
        """Return what to do about a request to read first; None for any other."""
        if not (subject.read_first and subject.is_open):
            return None
        user, missing = request.user, not procedure.is_written
        return {
            "steps": procedure.step_list,
            "ring": procedure.ring,
            "decides": user.has_perm(DECIDES),
            "write": missing and user.has_perm(WRITES_PROCEDURE) and procedure_url(),
        }

    def _replies(self, request, subject) -> str:
        """Return where a reply is chosen; "" when none can be sent now."""
        if not (request.user.has_perm(CHANGES) and subject.can("reply")):
            return ""
        name = "admin:consultations_consultationrequest_replies"
        return reverse(name, args=[subject.reference])

    def _forms(self, request, subject, bound, keys):
        """Return a form for each action that is legal now and allowed to the user."""
        forms = {
            name: bound.get(name)
            or action.form(user=request.user, subject=subject, prefix=name)
            for name, action in ACTIONS.items()
            if action.allowed_to(request.user) and subject.can(name)
        }
        for name, field in WRITTEN_FIRST.items():
            if keys[name] and name in forms:
                widget = forms[name].fields[field].widget
                widget.attrs["aria-keyshortcuts"] = keys[name]
        return forms


def _entry(event, story, undo, reads_reasons: bool) -> dict:
    """Return one line of the history: what it replaced, and what takes it back.

    Only clinicians are given the reason of a decision.
    """
    undoing = story.undone.get(event.pk)
    decision = getattr(event, "suitability_reason", None) if reads_reasons else None
    if decision:
        say_unreadable(decision)
    return {
        "event": event,
        "when": event_when(event),
        "earlier": earlier_words(event),
        "undo": undo.get(event.pk, ""),
        "undone": undoing and {"by": undoing.actor_name, "when": event_when(undoing)},
        "reason": decision.reason if decision else "",
    }


def _withdrawal(subject, story) -> dict | None:
    """Return when contact was refused and who wrote that down; None if it was not."""
    if not subject.is_withdrawn:
        return None
    ending = story.ending()
    own = ending.kind == EventKind.WITHDRAWN
    return {"own": own, "who": ending.actor_name, "when": event_when(ending)}


def _outcomes(subject, keys) -> list[dict]:
    """Return the outcomes to press; what the person did not allow is greyed out."""
    forbidden = set()
    if not subject.voicemail_ok:
        forbidden.add(Outcome.VOICEMAIL)
    if not subject.text_ok:
        forbidden.add(Outcome.TEXTED)
    return [
        {
            "value": outcome.value,
            "label": outcome.label,
            "off": outcome in forbidden,
            "key": keys[outcome.value],
        }
        for outcome in Outcome
    ]


def _kept_note(user, form) -> NoteForm:
    """Return the note box with what was written beside a refused press."""
    note = _written(form)
    return NoteForm(initial={"note": note}, user=user, prefix="add_note")


def _written(form) -> str:
    """Return everything that somebody wrote into a form that was refused."""
    written = (form.cleaned_data.get(name, "") for name in ("did", "note"))
    return "\n\n".join(text for text in written if text)


def _number(text) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
