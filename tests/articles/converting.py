"""What the tests of the conversion share: a library, and blocks as they should be."""

from articles.imports.content import Finder, body_words, explains, read_body
from clinic.blocks import BodyBlock


class Library(Finder):
    """Has every picture that is not called lost, and the pages of the old site."""

    def picture(self, source, attachment):
        return None if "lost" in source else attachment or 9

    def picture_text(self, source, attachment):
        return ("A door", "The door in May") if attachment in (1, 2) else ("", "")

    def page(self, href):
        return 3 if href.startswith("https://old.example/about") else None

    def document(self, href):
        return 4 if href.endswith("/form.pdf") else None

    def pattern(self, number):
        return "<!-- wp:paragraph --><p>Call us.</p>" if number == 8 else None


def read(source, finder=None):
    body = read_body(source, finder or Library())
    assert explains(body.words, body.changed, body_words(body.blocks))
    # Each value is one that the blocks of a page take and give back.
    block = BodyBlock()
    raw = [{"type": kind, "value": value} for kind, value in body.blocks]
    stored = block.get_prep_value(block.to_python(raw))
    assert body_words(stored) == body_words(body.blocks)
    return body


def blocks(source):
    return read(source).blocks


def image(key, alt="", caption=""):
    words = {"alt_text": alt, "decorative": False, "caption": caption, "source": ""}
    return ("image", {"image": key, **words})


def video(url, title=""):
    words = {"title": title, "image": None, "transcript": "", "no_transcript": ""}
    return ("video", {"url": url, **words})
