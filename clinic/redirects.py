"""Redirects that editors make: refused where they would lead nowhere or in a ring."""

from django.utils.translation import gettext as _
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import CreateView, EditView
from wagtail.models import Site

from clinic.old_addresses import own_path, page_at


class CheckedRedirectForm(RedirectForm):
    """A redirect to a page that is there; a link into this site becomes its page.

    Tied to a page, it follows where the page goes, and no redirect ever leads to
    another one.
    """

    def clean(self):
        """Refuse a ring, a target that is not there and an address in use."""
        super().clean()
        data = self.cleaned_data
        site = data.get("site") or Site.objects.filter(is_default_site=True).first()
        start = Redirect.normalise_path(data.get("old_path") or "")
        if page := page_at(site, start):
            self.add_error(
                "old_path",
                _("“%(title)s” stands at this address: a redirect would do nothing.")
                % {"title": page.title},
            )
        if data.get("redirect_link") and not data.get("redirect_page"):
            self._tie_to_page(data, site)
        if data.get("redirect_page") and not data["redirect_page"].live:
            self.add_error(
                "redirect_page",
                _("This page is not published: readers would find nothing."),
            )
        return data

    def _tie_to_page(self, data: dict, site: Site | None) -> None:
        """Follow a link into this site to its end, and keep the page that is there."""
        seen = {Redirect.normalise_path(data.get("old_path") or "")}
        link = data["redirect_link"]
        while (path := own_path(site, link)) is not None:
            if path in seen:
                self.add_error(
                    "redirect_link", _("This leads back to where it begins.")
                )
                return
            seen.add(path)
            if page := page_at(site, path):
                data["redirect_page"], data["redirect_link"] = page, ""
                return
            step = Redirect.get_for_site(site).filter(old_path=path).first()
            if step is None:
                return
            if step.redirect_page:
                data["redirect_page"], data["redirect_link"] = step.redirect_page, ""
                return
            link = data["redirect_link"] = step.redirect_link


class CreateRedirectView(CreateView):
    """Wagtail's screen with the checks above."""

    form_class = CheckedRedirectForm


class EditRedirectView(EditView):
    """Wagtail's screen with the checks above."""

    form_class = CheckedRedirectForm
