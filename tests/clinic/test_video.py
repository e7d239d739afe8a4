"""A video is a link until somebody presses play."""

import pytest
from wagtail.blocks import StructBlockValidationError
from wagtail.images.tests.utils import get_test_image_file

from clinic.blocks import VideoBlock
from clinic.blocks.video import VIMEO, YOUTUBE, find_host
from clinic.models import ClinicImage
from tests.clinic.every_block import VIDEO
from tests.factories import make_article, make_editor, make_home

# Wagtail leaves the file in which it makes a smaller picture to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def image(db):
    return ClinicImage.objects.create(title="p", file=get_test_image_file())


def video(image, **fields):
    block = VideoBlock()
    return block, block.to_python({**VIDEO, "image": image.pk, **fields})


@pytest.mark.parametrize(
    ("url", "host", "video_id"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", YOUTUBE, "abcdefghijk"),
        ("https://m.youtube.com/watch?t=5&v=abcde_ghi-k", YOUTUBE, "abcde_ghi-k"),
        ("https://youtu.be/abcdefghijk?si=x", YOUTUBE, "abcdefghijk"),
        ("https://www.youtube.com/shorts/abcdefghijk", YOUTUBE, "abcdefghijk"),
        (
            "https://www.youtube-nocookie.com/embed/abcdefghijk",
            YOUTUBE,
            "abcdefghijk",
        ),
        ("https://vimeo.com/1084537", VIMEO, "1084537"),
        ("https://player.vimeo.com/video/1084537?h=a", VIMEO, "1084537"),
    ],
)
def test_address_of_a_video_is_understood(url, host, video_id):
    assert find_host(url) == (host, video_id)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://example.org/watch?v=abcdefghijk",
        "https://youtube.com.example.org/watch?v=abcdefghijk",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=abcdefghij%22",
        "https://www.youtube.com/channel/abcdefghijk",
        "https://vimeo.com/channels/1084537",
        "https://vimeo.com/1084537%22onload",
        "javascript://youtu.be/abcdefghijk",
    ],
)
def test_any_other_address_is_refused(image, url):
    assert find_host(url) is None
    block, value = video(image, url=url)
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert "url" in refused.value.block_errors


def test_transcript_or_the_reason_for_none_is_asked_for(image):
    block, value = video(image, transcript="", no_transcript=" ")
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert "Give the transcript" in str(refused.value.block_errors["transcript"])
    assert block.clean_deferred(value)
    block, value = video(image, transcript="", no_transcript="Nobody speaks in it.")
    assert "Nobody speaks in it." in block.render(block.clean(value))


def test_markup_asks_nothing_of_the_host_and_says_where_a_press_leads(image):
    block, value = video(image)
    html = block.render(block.clean(value))
    assert 'href="https://www.youtube.com/watch?v=abcdefghijk"' in html
    assert "<iframe" not in html
    assert "<script" not in html
    # Sources of pictures are our own.
    assert 'src="http' not in html
    assert "The video comes from YouTube." in html
    assert "Play “A walk through our rooms”" in html
    assert "This is where you wait." in html


def policy(response) -> dict[str, str]:
    parts = response["Content-Security-Policy"].split("; ")
    return dict(part.partition(" ")[::2] for part in parts)


def test_page_with_a_video_may_frame_its_host_and_no_other(client, image):
    page = make_article(body=[("video", {**VIDEO, "image": image})])
    response = client.get(page.url)
    assert policy(response)["frame-src"] == "https://www.youtube-nocookie.com"
    assert policy(response)["frame-ancestors"] == "'none'"
    assert (
        'fullscreen=(self "https://www.youtube-nocookie.com")'
        in response["Permissions-Policy"]
    )
    assert "camera=()" in response["Permissions-Policy"]
    assert "js/video" in response.text


def test_two_hosts_are_both_named(client, image):
    other = {**VIDEO, "url": "https://vimeo.com/1084537", "image": image}
    page = make_article(
        body=[("video", other), ("video", {**VIDEO, "image": image}), ("video", other)]
    )
    assert policy(client.get(page.url))["frame-src"] == (
        "https://player.vimeo.com https://www.youtube-nocookie.com"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/search/", "/articles/", "article"])
def test_page_without_a_video_frames_nothing_and_loads_no_script(client, address):
    make_home()
    page = make_article()
    response = client.get(page.url if address == "article" else address)
    assert policy(response)["frame-src"] == "'none'"
    assert "fullscreen=()" in response["Permissions-Policy"]
    assert "js/video" not in response.text


def test_preview_may_show_the_frame_inside_the_cms(client, image):
    page = make_article(body=[("video", {**VIDEO, "image": image})])
    page.save_revision()
    editor = make_editor()
    client.force_login(editor)
    response = client.get(f"/cms/pages/{page.pk}/view_draft/")
    assert response.status_code == 200
    assert policy(response)["frame-src"] == ("'self' https://www.youtube-nocookie.com")
