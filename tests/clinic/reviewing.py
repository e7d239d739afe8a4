"""The review's steps as its pages take them: hand in, look, press an answer."""

from bs4 import BeautifulSoup
from django.urls import reverse

from clinic.review import waiting
from clinic.review.pieces import pieces_of
from clinic.review.screens.reading import field_name

LIST = "/cms/review/"


def reread(page):
    return page.specific_class.objects.get(pk=page.pk)


def latest(page):
    return reread(page).get_latest_revision_as_object()


def drafted(page, by, **fields):
    text = latest(page)
    for name, value in (fields or {"summary": "Other words."}).items():
        setattr(text, name, value)
    text.save_revision(user=by)
    return reread(page)


def handed_in(page, by, **fields):
    page = drafted(page, by, **fields)
    page.get_workflow().start(page, by)
    return reread(page)


def url(page) -> str:
    return reverse("clinic_review:page", args=[page.pk])


def press(client, page, action, words=None, **data):
    """Press an answer on the page as it is now; `words` are by place."""
    text = latest(page)
    for piece in pieces_of(text):
        if piece.write:
            data.setdefault(
                field_name(piece), (words or {}).get(piece.place, piece.words)
            )
    data.setdefault("seen", text.reader_digest())
    return client.post(url(page), {"action": action, **data})


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def buttons(client, page) -> list[str]:
    found = soup(client.get(url(page))).select(".review-bar button")
    return [button["value"] for button in found]


def kinds(user) -> dict:
    return {one.page.title: one.kind for one in waiting.list_for(user)}
