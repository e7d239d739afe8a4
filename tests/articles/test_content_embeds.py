"""What shortcodes and what comes from elsewhere become."""

import pytest

from tests.articles.converting import blocks, image, read, video

pytestmark = pytest.mark.django_db

YOUTUBE = "https://www.youtube.com/watch?v=abcdefghijk"


@pytest.mark.parametrize(
    "source",
    [
        f'<div class="wp-block-embed__wrapper">\n{YOUTUBE}\n</div>',
        f"<p>{YOUTUBE}</p>",
        f"\n{YOUTUBE}\n",
        f"[embed]{YOUTUBE}[/embed]",
        f"[youtube {YOUTUBE}]",
        "[youtube abcdefghijk]",
        f'<iframe src="{YOUTUBE}"></iframe>',
        f'<iframe data-src="{YOUTUBE}"></iframe>',
    ],
)
def test_video_of_a_known_host_is_a_video(source):
    assert blocks(source) == [video(YOUTUBE)]


def test_words_below_a_video_are_its_title():
    assert blocks(
        f'<figure><div class="wp-block-embed__wrapper">{YOUTUBE}</div>'
        "<figcaption>Our rooms</figcaption></figure>"
    ) == [video(YOUTUBE, "Our rooms")]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('<iframe src="https://a.example/m"></iframe>', "embed https://a.example"),
        ("https://soundcloud.com/a", "embed https://soundcloud.com"),
        (
            '<video src="https://a.example/v.mp4"></video>',
            "video https://a.example/v.mp4",
        ),
        ("[audio mp3='https://a.example/a.mp3']", "audio https://a.example/a.mp3"),
        ("<audio><source src=https://a.example/a.ogg></audio>", "audio https://a.exam"),
    ],
)
def test_what_comes_from_elsewhere_is_a_link_and_listed(source, told):
    body = read(source)

    [(_kind, value)] = body.blocks
    assert value.startswith('<p><a href="https://')
    assert next(iter(body.unmapped)).startswith(told)


def test_dangerous_frame_is_listed_and_never_a_link():
    body = read('<iframe src="javascript:alert(1)"></iframe>a')

    assert body.blocks == [("paragraph", "<p>a</p>")]
    assert body.unmapped == {"embed javascript:alert(1)": 1}


@pytest.mark.parametrize(
    "source",
    [
        '[caption id="a_5"]<a href="a.jpg"><img src="a.jpg" class="wp-image-5" alt="A">'
        "</a> Here [/caption]",
        '[caption caption="Here"]<img src="a.jpg" class="wp-image-5" alt="A">'
        "[/caption]",
    ],
)
def test_caption_shortcode_is_the_picture_with_its_caption(source):
    assert blocks(source) == [image(5, "A", "Here")]


def test_gallery_shortcode_shows_the_pictures_of_the_library():
    assert blocks('[gallery ids="1, 2" columns="2"]') == [
        image(1, "A door", "The door in May"),
        image(2, "A door", "The door in May"),
    ]
    assert read("[gallery]").unmapped == {"shortcode gallery without ids": 1}


def test_unknown_shortcodes_stay_as_text_and_are_listed():
    body = read('[contact-form-7 id="1" title="Us"] a [box]b[/box] [sic] [1]')

    assert body.blocks == [
        (
            "paragraph",
            '<p>[contact-form-7 id="1" title="Us"] a [box]b[/box] [sic] [1]</p>',
        )
    ]
    assert body.unmapped == {"shortcode contact-form-7": 1, "shortcode box": 1}
    assert not body.changed


def test_escaped_shortcode_is_shown_as_wordpress_shows_it():
    body = read("Write [[gallery]] or [[my_box a=1]], not [[this]].")

    assert body.blocks == [
        ("paragraph", "<p>Write [gallery] or [my_box a=1] , not [[this]].</p>")
    ]
    assert not body.unmapped


def test_page_of_the_old_site_that_was_shown_in_a_box_is_linked_to_its_page_here():
    source = (
        '<!-- wp:embed {"url":"https://old.example/about/"} --><figure><div'
        ' class="wp-block-embed__wrapper">\nhttps://old.example/about/\n</div></figure>'
    )

    assert blocks(source) == [
        (
            "paragraph",
            '<p><a linktype="page" id="3">https://old.example/about/</a></p>',
        )
    ]
