"""What an upload leaves behind: its pixels, upright, and nothing else."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin
from wagtail.documents import get_document_model
from wagtail.users.models import UserProfile

from clinic.models import ClinicImage
from clinic.reencoding import CleanPicture, reencoded
from tests.site.staff import make_person

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves a picture's temporary file to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

CANARY = b"CANARY-38.8048N-77.0469W"
TURNED = 6
GPS, LATITUDE_REF = 0x8825, 1
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + CANARY + b"</x:xmpmeta>"


def photo(kind="JPEG", size=(40, 20), mode="RGB") -> bytes:
    """Return a picture as a phone makes it: lying down, with the place in it."""
    picture = Image.new(mode, size, "teal")
    exif = Image.Exif()
    exif[0x0112] = TURNED
    exif[0x010E] = CANARY.decode()
    exif[GPS] = {LATITUDE_REF: CANARY.decode()}
    more = {"exif": exif}
    if kind in ("JPEG", "WEBP", "AVIF"):
        more["xmp"] = XMP
    if kind in ("JPEG", "GIF"):
        more["comment"] = CANARY
    if kind == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Comment", CANARY.decode())
    if kind == "GIF":
        del more["exif"]
    out = BytesIO()
    picture.save(out, format=kind, **more)
    assert CANARY in out.getvalue()
    return out.getvalue()


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "green", "blue")]
    out = BytesIO()
    more = {"comment": CANARY} if kind == "GIF" else {"xmp": XMP}
    first, *others = frames
    first.save(
        out,
        format=kind,
        save_all=True,
        append_images=others,
        duration=[100, 200, 300],
        loop=0,
        **more,
    )
    assert CANARY in out.getvalue()
    return out.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("JPEG", "a.jpg"),
        ("PNG", "a.png"),
        ("WEBP", "a.webp"),
        ("AVIF", "a.avif"),
        ("GIF", "a.gif"),
    ],
)
def test_picture_keeps_pixels_and_kind_and_nothing_else(kind, name):
    clean = reencoded(upload(name, photo(kind))).read()

    assert CANARY not in clean
    with Image.open(BytesIO(clean)) as picture:
        assert picture.format == kind
        # Drawn upright, now that nothing says how to turn it.
        assert picture.size == ((40, 20) if kind == "GIF" else (20, 40))
        assert not picture.getexif()
        red, green, blue = picture.convert("RGB").getpixel((5, 5))
        assert abs(green - 128) < 12 and abs(blue - 128) < 12 and red < 12


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_moving_picture_moves_on(kind):
    clean = reencoded(upload(f"a.{kind.lower()}", moving(kind))).read()

    assert CANARY not in clean
    with Image.open(BytesIO(clean)) as picture:
        assert picture.n_frames == 3
        lasts = []
        for number in range(3):
            picture.seek(number)
            picture.load()
            lasts.append(picture.info["duration"])
    assert lasts == [100, 200, 300]


def test_clear_parts_stay_clear():
    drawn = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    out = BytesIO()
    drawn.save(out, format="PNG")

    clean = reencoded(upload("a.png", out.getvalue())).read()

    with Image.open(BytesIO(clean)) as picture:
        assert picture.convert("RGBA").getpixel((1, 1))[3] == 0


def test_file_hidden_behind_the_pixels_is_gone():
    clean = reencoded(upload("a.jpg", photo() + b"<script>alert(1)</script>")).read()

    assert b"script" not in clean


def test_picture_that_unpacks_to_too_much_is_refused_before_it_does(settings):
    bomb = BytesIO()
    Image.new("1", (9_000, 9_000)).save(bomb, format="PNG")
    assert len(bomb.getvalue()) < 50_000

    with pytest.raises(ValidationError, match="81 million, at most 60"):
        reencoded(upload("a.png", bomb.getvalue()))


def test_frames_count_together(settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 8 * 8 * 3 - 1

    with pytest.raises(ValidationError, match="too many pixels"):
        reencoded(upload("a.gif", moving("GIF")))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        photo()[: len(photo()) // 2],
        photo("PNG")[:-40],
    ],
    ids=["empty", "text", "svg", "half a photo", "end cut off"],
)
def test_what_cannot_be_drawn_is_refused_in_words(content):
    with pytest.raises(ValidationError, match="cannot be read"):
        reencoded(upload("a.jpg", content))


def test_picture_kept_by_any_way_is_drawn_anew_and_so_is_what_is_served():
    # As an import does, without a form.
    picture = ClinicImage.objects.create(
        title="Room", file=ContentFile(photo(), "room.jpg")
    )

    picture.refresh_from_db()
    assert (picture.width, picture.height) == (20, 40)
    for kept in (picture, picture.get_rendition("width-10|format-webp")):
        with kept.file.open() as file:
            content = file.read()
        assert CANARY not in content
    assert picture.file_size == picture.file.size


def test_saving_the_entry_again_draws_nothing_anew(monkeypatch):
    picture = ClinicImage.objects.create(
        title="Room", file=ContentFile(photo(), "room.jpg")
    )
    monkeypatch.setattr("clinic.models.image.reencoded", lambda file: 1 / 0)

    found = ClinicImage.objects.get(pk=picture.pk)
    found.title = "The room"
    found.save()


def test_clean_picture_is_not_drawn_twice():
    clean = reencoded(upload("a.jpg", photo()))

    assert isinstance(clean, CleanPicture)
    assert reencoded(clean) is clean


# Through Wagtail's own forms


@pytest.fixture
def editor(client):
    client.force_login(make_person("editor"))
    return client


def test_editor_uploads_a_photo_and_its_place_is_gone(editor):
    sent = {"title": "Room", "file": upload("room.jpg", photo()), "tags": ""}

    response = editor.post("/cms/images/add/", sent)

    picture = ClinicImage.objects.get()
    assert response.status_code == 302
    with picture.file.open() as file:
        assert CANARY not in file.read()
    # Pictures from before the same file was chosen again are found by this.
    assert picture.file_hash


def test_same_photo_is_known_again(editor):
    for _press in range(2):
        editor.post(
            "/cms/images/add/", {"title": "Room", "file": upload("r.jpg", photo())}
        )

    first, second = ClinicImage.objects.all()
    assert first.file_hash == second.file_hash


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.jpg", photo("PNG")),
        ("a.jpg", photo()[:400]),
        ("a.bmp", photo()),
    ],
    ids=["svg", "svg as jpg", "png as jpg", "torn", "other kind"],
)
def test_editor_is_told_what_is_no_picture(editor, name, content):
    response = editor.post(
        "/cms/images/add/", {"title": "x", "file": upload(name, content)}
    )

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not ClinicImage.objects.exists()


def test_editor_is_told_of_a_file_too_big_by_bytes_or_pixels(editor, settings):
    bomb = BytesIO()
    Image.new("1", (9_000, 9_000)).save(bomb, format="PNG")
    long = photo() + b"\0" * settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE

    for name, content in (("a.png", bomb.getvalue()), ("a.jpg", long)):
        sent = {"title": "x", "file": upload(name, content)}
        response = editor.post("/cms/images/add/", sent)
        assert "too many pixels" in response.text or "too big" in response.text
    assert not ClinicImage.objects.exists()


def test_gigantic_picture_is_refused_before_it_is_unpacked(editor):
    bomb = BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, format="PNG")
    sent = {"title": "x", "file": upload("a.png", bomb.getvalue())}

    response = editor.post("/cms/images/add/", sent)

    assert "cannot be read" in response.text
    assert not ClinicImage.objects.exists()


def test_profile_picture_is_drawn_anew():
    profile = UserProfile.get_for_user(make_person("editor"))
    profile.avatar = upload("me.jpg", photo())
    profile.save()

    with profile.avatar.open() as file:
        assert CANARY not in file.read()


def test_profile_picture_that_cannot_be_read_is_not_kept():
    profile = UserProfile.get_for_user(make_person("editor"))
    profile.avatar = upload("me.jpg", b"no picture")
    profile.save()

    assert not UserProfile.objects.get(pk=profile.pk).avatar


# Documents

PDF = b"%PDF-1.4\n%%EOF"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<script>1</script>"),
        ("a.svg", b"<svg/>"),
        ("a.docx", b"PK"),
        ("a.pdf", b"<script>1</script>"),
        ("a.pdf.html", PDF),
        ("a", PDF),
    ],
)
def test_document_that_is_no_pdf_is_refused(editor, name, content):
    sent = {"title": "x", "file": upload(name, content), "tags": ""}

    response = editor.post("/cms/documents/add/", sent)

    assert response.context["form"].errors["file"]
    assert not get_document_model().objects.exists()


def test_document_too_big_is_refused(editor, settings):
    big = PDF + b"\0" * settings.WAGTAILDOCS_MAX_UPLOAD_SIZE

    response = editor.post(
        "/cms/documents/add/", {"title": "x", "file": upload("a.pdf", big)}
    )

    assert "too big" in response.text


def test_document_is_handed_over_as_a_file(client, editor):
    sent = {"title": "Way", "file": upload("way.pdf", PDF), "tags": ""}
    assert editor.post("/cms/documents/add/", sent).status_code == 302
    document = get_document_model().objects.get()
    client.logout()

    response = client.get(document.url)

    assert b"".join(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    # Behind the door that asks who it is there is no other.
    assert client.get(document.file.url).status_code == 404
