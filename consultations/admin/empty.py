"""What a list says when nobody is on it, and the tab it leads on to."""

from django.utils.translation import gettext_lazy as _

from consultations.admin.filters import StateFilter


def _said(title, text, state="") -> dict:
    tab = dict(StateFilter.TABS).get(state)
    return {"title": title, "text": text, "state": state, "tab": tab}


OF_TAB = {
    "open": _said(
        _("Nobody is waiting"),
        _("Everyone who wrote or rang has been seen to. What comes in next is here."),
    ),
    "read_first": _said(
        _("Nothing to read first"),
        _("Words that speak of a life in danger put a request here, on top of all."),
        "open",
    ),
    "overdue": _said(
        _("Nobody has waited too long"),
        _("A request is listed here once one of its clocks has run out."),
        "open",
    ),
    "called_back": _said(
        _("Nobody who rang is waiting"),
        _("Whoever called us stays here until one of you does the next step."),
        "open",
    ),
    "quarantined": _said(
        _("Nothing looks like spam"),
        _("What the form finds odd waits here until one of you has looked at it."),
    ),
    "today": _said(
        _("Nothing else is due today"),
        _("What runs out later, and what is over, stands under “Now”."),
        "open",
    ),
    "new": _said(
        _("Nothing new"),
        _("Here is what nobody has worked on yet and what has time until tomorrow."),
        "open",
    ),
    "in_contact": _said(
        _("Nobody is in between"),
        _("Here is who was spoken with or tried, with nothing due today."),
        "open",
    ),
    "snoozed": _said(
        _("Nothing is snoozed"),
        _("What was put off returns by itself when its time has come."),
        "open",
    ),
    "scheduled": _said(
        _("No consultation is scheduled"),
        _("A request is listed here once its day and time are agreed."),
        "open",
    ),
    "mine": _said(
        _("Nothing is with you"),
        _("Requests that nobody has taken yet are under “With nobody”."),
        "nobody",
    ),
    "nobody": _said(
        _("Every open request is with somebody"),
        _("Yours are under “With me”."),
        "mine",
    ),
    "closed": _said(
        _("Nothing has been closed yet"),
        _("A closed request stays here, and can be reopened."),
        "open",
    ),
    "all": _said(
        _("No request has come in yet"),
        _("Those from the web form arrive by themselves; add callers by hand."),
    ),
}
NOTHING_HANDED_OVER = _said(
    _("Nothing is with you"),
    _("A request is listed here once a coordinator hands it over to you."),
)
NOTHING_FITS = _said(
    _("Nothing fits these filters"),
    _("Choose fewer of them, or clear them all."),
)
NOTHING_FOUND = _said(
    _("Nothing fits"),
    _(
        "A name is found by its words or by three letters they begin with, a phone "
        "number in any writing."
    ),
)


def of_list(state: str, user, *, filtered: bool) -> dict:
    """Return what to say instead of rows."""
    if filtered:
        return NOTHING_FITS
    works = user.has_perm("consultations.work_requests")
    return OF_TAB[state] if works else NOTHING_HANDED_OVER
