"""Uploads of several machines: in one private bucket, handed out by the site."""

import gc
import io
import warnings

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage, storages
from django.test import override_settings
from PIL import Image as Picture

from clinic.models import ClinicImage
from clinic_site.headers import UPLOAD_POLICY
from tests.factories import make_article, make_clinic
from tests.site.s3_server import BUCKET, Server

pytest.importorskip("storages", reason="django-storages is not installed")


@pytest.fixture
def bucket(settings):
    """Let uploads go into a bucket on this machine."""
    server = Server()
    options = {"bucket_name": BUCKET, "endpoint_url": server.url}
    options |= {"region_name": "us-east-1", "access_key": "a", "secret_key": "b"}
    backends = settings.STORAGES | {
        "default": {"BACKEND": "clinic_site.bucket.Bucket", "OPTIONS": options}
    }
    with override_settings(STORAGES=backends, MEDIA_S3_BUCKET=BUCKET):
        yield server
        storages["default"].connection.meta.client.close()
        # Django measures a picture and leaves its file to the garbage collector.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()
    server.stop()


def jpeg() -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", (8, 8), "teal").save(file, "JPEG")
    return file.getvalue()


def test_a_file_goes_in_and_comes_out_at_an_address_of_the_site(bucket, client):
    name = default_storage.save("images/aé b.jpg", ContentFile(jpeg()))

    assert bucket.files == {"images/aé b.jpg": jpeg()}
    address = default_storage.url(name)
    assert address == "/media/images/a%C3%A9%20b.jpg"
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == jpeg()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == UPLOAD_POLICY
    assert "Set-Cookie" not in answer


def test_a_file_never_takes_another_ones_place_and_is_public_to_nobody(bucket):
    first = default_storage.save("images/a.jpg", ContentFile(b"1"))
    second = default_storage.save("images/a.jpg", ContentFile(b"2"))

    assert first != second and len(bucket.files) == 2
    assert not any("x-amz-acl" in {k.lower() for k in head} for head in bucket.seen)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["images/none.jpg", "documents/secret.pdf", "images/x.svg", "../etc/passwd"]
    + ["", "x" * 2000],
)
def test_what_is_not_there_or_not_for_everybody_is_not_found(bucket, client, path):
    default_storage.save("documents/secret.pdf", ContentFile(b"%PDF"))
    default_storage.save("images/x.svg", ContentFile(b"<svg/>"))

    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.django_db
def test_pictures_of_editors_and_share_pictures_lie_there(bucket, client):
    page = make_article()
    file = ImageFile(io.BytesIO(jpeg()), name="dawn.jpg")
    image = ClinicImage.objects.create(title="Dawn", description="Dawn", file=file)
    shared = page.shared_words(make_clinic().clinic_name)[0]

    rendition = image.get_rendition("width-4|format-webp")
    assert rendition.url.startswith("/media/images/")
    assert b"".join(client.get(rendition.url).streaming_content).startswith(b"RIFF")
    first = client.get(f"/share/{page.pk}/{shared.digest}.jpg")
    again = client.get(f"/share/{page.pk}/{shared.digest}.jpg")
    assert first.status_code == again.status_code == 200
    assert f"share/{shared.digest}.jpg" in bucket.files


def test_a_backup_finds_every_file(bucket):
    for name in ("images/a.jpg", "original_images/b.jpg", "c.txt"):
        default_storage.save(name, ContentFile(b"1"))
    folders, files = default_storage.listdir("")

    assert sorted(folders) == ["images", "original_images"] and files == ["c.txt"]
    assert default_storage.listdir("images")[1] == ["a.jpg"]
