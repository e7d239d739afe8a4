"""What stands around every page."""

from types import SimpleNamespace

from django.contrib.messages import constants
from django.core.paginator import Paginator

from clinic.models import ClinicSettings
from clinic_site.styleguide import made_up
from clinic_site.styleguide.sample import BESIDE, CODE, TEMPLATES, WHOLE, Sample

PURPOSE = "What stands around every page: the way in, the way on, and help now."

PHONE = {"phone_display": "(703) 555-0142", "phone_href": "tel:+17035550142"}
ICONS = sorted((TEMPLATES / "components" / "icons").glob("*.html"))


class Told:
    """One message as Django's framework keeps it."""

    def __init__(self, level_tag: str, words: str):
        self.level_tag = self.tags = level_tag
        self.level = getattr(constants, level_tag.upper())
        self.message = words

    def __str__(self):
        return self.message


SAMPLES = [
    Sample(
        "layout/crisis_line.html",
        "Crisis line",
        "On top of every page: help now, by call or text. Calm, never hidden.",
        {
            "As it ships": {},
            "The clinic's own words": {
                "words": "If it is too much to carry alone tonight:"
            },
        },
        place=BESIDE,
        width="full",
        narrow=True,
        height=45,
    ),
    Sample(
        "layout/site_header.html",
        "Header",
        "Name, menu with search, call and request. One menu in one piece of markup.",
        {
            "On a page": lambda: {"clinic": made_up.clinic(), "path": "/services/"},
            "On the request form": lambda: {
                "clinic": made_up.clinic(),
                "path": "/request-a-consultation/",
            },
            "A long name": lambda: {
                "clinic": made_up.clinic(
                    clinic_name="The Shenandoah Valley Center for Ketamine Care"
                ),
            },
            "Nothing known": {"clinic": None},
        },
        place=BESIDE,
        width="full",
        narrow=True,
        height=75,
    ),
    Sample(
        "components/logo.html",
        "Logo",
        "The sun over water. It stands beside the name and says nothing itself.",
        {"Plain": {}},
        inside='<p class="brand">{}<span>Nova Health Recovery</span></p>',
        width="third",
        height=80,
    ),
    Sample(
        "components/crumbs.html",
        "Crumbs",
        "Where one is, for whoever came in through a search engine.",
        {
            "Of a page": lambda: {"page": made_up.article()},
            "By words": {
                "current": "Check your request",
                "parent_url": "/request-a-consultation/",
                "parent_label": "Request a consultation",
            },
        },
        height=70,
    ),
    Sample(
        "components/page_head.html",
        "Page head",
        "Where one is, the title, and two sentences that a tired reader understands.",
        {
            "Plain": lambda: {"page": made_up.service()},
            "Long title, no summary": lambda: {
                "page": made_up.article(made_up.LONG_TITLE, summary="")
            },
        },
        narrow=True,
    ),
    Sample(
        "components/search_form.html",
        "Search",
        "A plain GET form; it works everywhere, without a script.",
        {
            "Plain": {"field_id": "find"},
            "Small, for the header": {"field_id": "find", "small": True},
            "After a search": {"field_id": "find", "query": "blood pressure"},
        },
        height=95,
    ),
    Sample(
        "layout/finder.html",
        "Finder",
        "The four things people come for, and the search, at the end of every page.",
        {
            "With search": lambda: {"clinic": made_up.clinic(), "search": True},
            "On a page that has a search of its own": lambda: {
                "clinic": made_up.clinic(),
                "path": "/request-a-consultation/",
                "search": False,
            },
        },
        place=BESIDE,
        width="full",
        narrow=True,
    ),
    Sample(
        "layout/site_footer.html",
        "Footer",
        "Address, hours in words, phone, and what the clinic says about itself.",
        {
            "Open now": lambda: {
                "clinic": made_up.clinic(),
                "location": made_up.location(),
                "open_words": "Open now, until 5 pm today",
            },
            "As it ships": lambda: {"clinic": ClinicSettings(), "location": None},
        },
        place=BESIDE,
        width="full",
        narrow=True,
    ),
    Sample(
        "layout/action_bar.html",
        "Action bar",
        "Call and request under the thumb on a phone; never on the form itself.",
        {
            "Plain": lambda: {"clinic": made_up.clinic()},
            "No phone": lambda: {"clinic": made_up.clinic(phone="")},
        },
        place=BESIDE,
        narrow=True,
        height=75,
    ),
    Sample(
        "components/messages.html",
        "Messages",
        "What came of the last thing somebody did.",
        {
            "Good": {"messages": [Told("success", "Your password was changed.")]},
            "To look at": {"messages": [Told("error", "That did not work. Again?")]},
            "Plain": {"messages": [Told("info", "Please sign in once more.")]},
        },
        width="third",
        height=110,
    ),
    Sample(
        "components/pagination.html",
        "Pagination",
        "One page of a long list at a time; nothing where one page is all.",
        {
            "The first": {"shown": Paginator(range(95), 10).page(1)},
            "In the middle": {
                "shown": Paginator(range(95), 10).page(4),
                "parameters": "q=ketamine+%26+sleep",
            },
            "The last": {"shown": Paginator(range(95), 10).page(10)},
        },
        width="third",
        height=130,
    ),
    Sample(
        "components/not_found_help.html",
        "Ways on",
        "After a dead end: search, the main pages, and the phone number.",
        {
            "Plain": lambda: {"clinic": made_up.clinic()},
            "After a search": lambda: {
                "clinic": made_up.clinic(),
                "query": "ketmaine",
            },
            "Under a search box, with topics": lambda: {
                "clinic": made_up.clinic(),
                "topics": [("Depression", "/articles/topics/depression/")],
                "boxed": True,
            },
        },
        narrow=True,
    ),
    Sample(
        "500.html",
        "Plain frame",
        "The frame of a page that must appear whatever is broken: no database, no "
        "address to resolve, and still the phone number.",
        {"With a phone number": PHONE, "Nothing known": {}},
        place=WHOLE,
        height=480,
    ),
    *(
        Sample(
            f"components/icons/{icon.name}",
            f"Icon: {icon.stem.replace('_', ' ')}",
            "Drawn in the text's color, beside words that say the same.",
            {"Plain": {}},
            inside='<p class="button button--quiet">{}Beside words</p>',
            width="third",
            height=90,
        )
        for icon in ICONS
    ),
    Sample(
        "layout/fonts.html",
        "Fonts asked for ahead",
        "Both faces, so that they are there for the first paint. Nobody sees it.",
        {"Plain": {}},
        place=CODE,
    ),
    Sample(
        "layout/open_graph.html",
        "Shared link",
        "What a link shows where somebody shares it. Nobody sees it on the page.",
        {
            "An article with a picture": lambda: {
                "page": made_up.article(share_image=made_up.picture()),
                "clinic": made_up.clinic(),
                "request": SimpleNamespace(scheme="https", get_host="clinic.example"),
            },
            "Without a picture": lambda: {
                "page": made_up.service(),
                "clinic": made_up.clinic(),
                "request": SimpleNamespace(scheme="https", get_host="clinic.example"),
            },
        },
        place=CODE,
    ),
]
