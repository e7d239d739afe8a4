"""Wagtail's forms as a browser would send them back."""

from bs4 import BeautifulSoup
from django.urls import reverse


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def shown(client, url: str) -> dict:
    """Return what the form at an address would send unchanged."""
    soup = BeautifulSoup(client.get(url).content, "html.parser")
    form = soup.find("form", attrs={"data-edit-form": True}) or soup.find(
        "form", id=lambda name: name in ("page-edit-form", "w-editor-form")
    )
    data: dict = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type", "")
        if not name or kind in ("submit", "button", "file"):
            continue
        if kind in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "textarea":
            data[name] = field.text.removeprefix("\n")
        elif field.name == "select":
            chosen = field.find("option", selected=True)
            data[name] = chosen["value"] if chosen else ""
        else:
            data[name] = field.get("value", "")
    return data


def press(client, page, action: str = "", **changes):
    """Send a page's edit form back with changes, by one of its buttons.

    The fields of a body are made by a script, so the page has to have an empty one.
    """
    data = {"body-count": "0"} | shown(client, edit_url(page)) | changes
    if action:
        data[f"action-{action}"] = action
    return client.post(edit_url(page), data)


def messages(response) -> str:
    """Return what the next page would tell whoever pressed."""
    return " ".join(str(message) for message in response.wsgi_request._messages)
