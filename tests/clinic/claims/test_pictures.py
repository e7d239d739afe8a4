"""What the library says of a picture stands on pages: the guard reads it, too."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from clinic.claims.pages import findings
from clinic.models import ClaimEvidence, ClinicImage
from tests.factories import (
    make_article,
    make_clinic,
    make_coordinator,
    make_editor,
    make_reference,
    make_reviewer,
)
from tests.site.conftest import files_left_open

pytestmark = pytest.mark.django_db

HONEST, CLAIM = "Two chairs at a window.", "Two chairs where treatment is always safe."
WHY = "says “safe”"


def jpeg(name="chairs.jpg") -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (8, 6), "teal").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


@pytest.fixture(autouse=True)
def open_files():
    with files_left_open():
        yield


@pytest.fixture
def picture():
    return ClinicImage.objects.create(
        title="Chairs", description=HONEST, file=ImageFile(jpeg(), name="chairs.jpg")
    )


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def form(prefix="", **changed) -> dict:
    collection = Collection.get_first_root_node().pk
    fields = {"title": "Chairs", "description": HONEST, "credit": "", "tags": ""}
    fields |= {"collection": collection} | changed
    return {f"{prefix}{name}": value for name, value in fields.items()}


@pytest.mark.parametrize("name", ["description", "credit"])
def test_picture_is_not_saved_with_a_claim(client, editor, picture, name):
    address = reverse("wagtailimages:edit", args=[picture.pk])

    refused = client.post(address, form(**{name: CLAIM}))

    assert refused.status_code == 200
    assert WHY in refused.text
    assert reverse("claims_findings", args=["clinic", "clinicimage", picture.pk]) in (
        refused.text
    )
    picture.refresh_from_db()
    assert (picture.description, picture.credit) == (HONEST, "")

    assert client.post(address, form(**{name: "By the clinic."})).status_code == 302
    picture.refresh_from_db()
    assert getattr(picture, name) == "By the clinic."


@pytest.mark.parametrize("route", ["wagtailimages:add", "wagtailimages_chooser:create"])
@pytest.mark.parametrize("name", ["description", "credit"])
def test_new_picture_is_not_taken_in_with_a_claim(client, editor, route, name):
    prefix = "image-chooser-upload-" if "chooser" in route else ""
    file = {f"{prefix}file": jpeg()}

    refused = client.post(reverse(route), form(prefix, **{name: CLAIM}) | file)

    said = refused.json()["htmlFragment"] if "chooser" in route else refused.text
    assert WHY in said
    assert not ClinicImage.objects.exists()

    file = {f"{prefix}file": jpeg()}
    client.post(reverse(route), form(prefix) | file)
    assert ClinicImage.objects.get().description == HONEST


@pytest.mark.parametrize("name", ["description", "credit"])
def test_claim_is_refused_beside_each_of_many_uploads(client, editor, name):
    added = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Safe, always.jpg", "files[]": jpeg()},
    ).json()
    # A file's name is read by nobody but colleagues.
    picture = ClinicImage.objects.get(pk=added["image_id"])
    address = reverse("wagtailimages:edit_multiple", args=[picture.pk])
    prefix = f"image-{picture.pk}-"

    refused = client.post(address, form(prefix, **{name: CLAIM})).json()

    assert refused["success"] is False
    assert WHY in refused["form"]
    picture.refresh_from_db()
    assert (picture.description, picture.credit) == ("", "")
    assert client.post(address, form(prefix)).json()["success"] is True


def test_upload_that_waits_for_its_words_takes_no_claim(client, editor):
    waiting = UploadedFile.objects.create(
        for_content_type=ClaimEvidence.address(ClinicImage(pk=1))["content_type"],
        file=jpeg(),
        uploaded_by_user=editor,
    )
    address = reverse(
        "wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk]
    )
    prefix = f"uploaded-image-{waiting.pk}-"

    refused = client.post(address, form(prefix, description=CLAIM)).json()

    assert refused["success"] is False
    assert WHY in refused["form"]
    assert not ClinicImage.objects.exists()
    assert client.post(address, form(prefix)).json()["success"] is True


def test_reviewer_allows_a_wording_with_evidence(client, editor, picture):
    screen = reverse("claims_findings", args=["clinic", "clinicimage", picture.pk])
    checked = client.post(screen, {"check": "yes", "text": CLAIM})
    assert "safe" in checked.text
    picture.description = CLAIM
    [found] = [f for f in findings(picture) if f.rule == "safe"]
    allow = {"text": CLAIM, "allow": ClaimEvidence.key(found)}
    answers = {"reference": make_reference().pk, "note": "It is a chair."}
    allow |= {f"{allow['allow'][:12]}-{key}": value for key, value in answers.items()}
    client.post(screen, allow)
    assert not ClaimEvidence.objects.exists()

    client.force_login(make_reviewer())
    client.post(screen, allow)
    assert ClaimEvidence.objects.get().wording.rstrip(".") in CLAIM

    client.force_login(editor)
    address = reverse("wagtailimages:edit", args=[picture.pk])
    assert client.post(address, form(description=CLAIM)).status_code == 302
    picture.refresh_from_db()
    assert picture.description == CLAIM
    assert client.post(address, form(description=f"{CLAIM} Ever.")).status_code == 302
    assert client.post(address, form(description="It is safe.")).status_code == 200


def test_desk_has_no_way_to_what_the_guard_found(client, picture):
    client.force_login(make_coordinator())
    screen = reverse("claims_findings", args=["clinic", "clinicimage", picture.pk])
    assert "What the guard found" not in client.get(screen, follow=True).text
    client.force_login(make_editor())
    assert "What the guard found" in client.get(screen).text


@pytest.mark.parametrize("description", [HONEST, ""])
def test_title_of_a_picture_is_shown_to_nobody(client, picture, description):
    make_clinic()
    ClinicImage.objects.update(title="Always safe", description=description)
    page = make_article(share_image=ClinicImage.objects.get())
    html = client.get(page.url).text
    assert "Always safe" not in html
    said = BeautifulSoup(html, "html.parser").find_all(property="og:image:alt")
    assert [tag["content"] for tag in said] == ([description] if description else [])
