"""One text in the review: what is different, and the answer to it."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import TaskState

from clinic.review.gate import NotApproved
from clinic.review.screens.access import ForThoseWhoTakePart
from clinic.review.screens.reading import Reading, Typed, typed_words
from clinic.review.suggesting import rewrite

LIST = "clinic_review:list"


class ReviewPage(ForThoseWhoTakePart, WagtailAdminTemplateMixin, TemplateView):
    """Shows a text with its differences; takes approval, return or other words."""

    template_name = "clinic/review/page.html"
    header_icon = "clipboard-list"

    def get(self, request, page_id):
        reading = Reading.of(page_id, request.user)
        if reading is None:
            return self._gone()
        return self._show(reading, Typed())

    def post(self, request, page_id):
        """Do what was pressed; what somebody typed comes back where it cannot be."""
        typed = Typed(
            words=typed_words(request.POST),
            comment=request.POST.get("comment", "").strip(),
        )
        reading = Reading.of(page_id, request.user)
        if reading is None:
            return self._gone()
        return self._answer(reading, request.POST.get("action", ""), typed)

    def _answer(self, reading, action: str, typed: Typed):
        state = reading.task_state
        if state is None:
            return self._refuse(reading, typed, [self._no_longer_waits(reading)])
        typed.is_stale = self.request.POST.get("seen") != reading.digest
        answer = {"comment": typed.comment, "seen": reading.digest}
        if typed.is_stale:
            # The task says why, should it come to that; nothing was looked at.
            answer["seen"] = "another text"
        elif action == "suggest":
            answer["page"] = self._reworded(reading, typed)
        if not typed.is_stale and not self._is_complete(action, typed, answer):
            return self._show(reading, typed)
        try:
            task = state.task.specific
            task.on_action(state, self.request.user, action, **answer)
        except TaskState.DoesNotExist:
            # The page went, and all that waited for it, since it was read above.
            return self._gone()
        except NotApproved as refusal:
            return self._refuse(reading, typed, refusal.reasons)
        except ValidationError as error:
            return self._refuse(reading, typed, error.messages)
        messages.success(self.request, self._done(reading, action))
        return redirect(LIST)

    def _is_complete(self, action: str, typed: Typed, answer: dict) -> bool:
        """Tell whether a press came with what it needs, and say what it lacks."""
        if action == "suggest":
            return answer["page"] is not None
        if action not in ("approve", "reject"):
            return False
        if typed.words:
            words = _(
                "You wrote other words. Suggest them, or put the present ones back "
                "before you answer otherwise."
            )
            messages.error(self.request, words)
            return False
        if action == "reject" and not typed.comment:
            typed.comment_error = _("Say in the comment what should be different.")
            messages.error(self.request, typed.comment_error)
            return False
        return True

    def _reworded(self, reading, typed: Typed):
        """Return the page with the words that were typed; None where they cannot be."""
        page = reading.stored.get_latest_revision_as_object()
        errors = rewrite(page, typed.words)
        typed.errors = {
            place: " ".join(error.messages) for place, error in errors.items()
        }
        if errors:
            said = _("Some of your words do not fit: see beside them.")
        elif page.reader_digest() == reading.digest:
            said = _(
                "Nothing is different yet. Open “Suggest other words” at a piece of "
                "text and change it."
            )
        else:
            return page
        messages.error(self.request, said)
        return None

    def _no_longer_waits(self, reading) -> str:
        if reading.is_returned:
            return _("This text was returned to its author meanwhile.")
        if reading.stored.live and not reading.stored.has_unpublished_changes:
            return _("Somebody has answered already: this text is live.")
        return _("This text does not wait for a review any more.")

    def _done(self, reading, action: str) -> str:
        title = reading.page.title
        if action == "reject":
            return _("“%(title)s” went back with your comment.") % {"title": title}
        if action == "suggest":
            return _("“%(title)s” went back with your words, for one press.") % {
                "title": title
            }
        if at := reading.scheduled_for:
            return _("“%(title)s” is approved and goes live %(at)s.") % {
                "title": title,
                "at": date_format(localtime(at), "DATETIME_FORMAT"),
            }
        return _("“%(title)s” is approved and live.") % {"title": title}

    def _gone(self):
        messages.error(
            self.request, _("This page is not there any more, or needs no review.")
        )
        return redirect(LIST)

    def _refuse(self, reading, typed: Typed, reasons: list[str]):
        for reason in reasons:
            messages.error(self.request, reason)
        typed.is_stale = True
        return self._show(Reading(reading.stored, self.request.user), typed)

    def _show(self, reading, typed: Typed):
        return self.render_to_response(
            self.get_context_data(reading=reading, typed=typed)
        )

    def get_page_title(self):
        return _("Review")

    def get_breadcrumbs_items(self):
        from_list = {"url": reverse(LIST), "label": _("Waits for you")}
        return [*super().get_breadcrumbs_items(), from_list, {"label": _("Review")}]
