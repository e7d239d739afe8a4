"""What an article is read in."""

from decimal import Decimal

from wagtail.rich_text import RichText

from clinic.blocks import TableBlock
from clinic.glossary import Links
from clinic.models import Price
from clinic_site.styleguide import made_up
from clinic_site.styleguide.sample import Sample

PURPOSE = "What an article is read in: 68 characters to a line, and who vouches for it."

TEXT = RichText(
    "<p>The infusion runs for about <b>40 minutes</b>. You sit or lie, and somebody "
    'is with you [1]. <a href="/services/">Our services</a> say what it costs.</p>'
    "<ul><li>Your heart, breathing and blood pressure are watched.</li>"
    "<li>You do not drive home [2, 3].</li></ul>"
)
IN_PROSE = '<div class="prose">{}</div>'


def callout(kind: str, title: str) -> dict:
    return {
        "value": {"kind": kind, "title": title, "text": TEXT},
        "references": made_up.references(),
        "links": None,
    }


def prices(*chosen: Price) -> dict:
    return {"value": {"title": "What it costs"}, "prices": chosen}


def table(*cells: str) -> dict:
    columns = [
        {"type": "text", "heading": f"Column {number}"} for number in range(len(cells))
    ]
    rows = [{"values": cells}, {"values": ("Dizzy", *cells[1:])}]
    value = {"caption": "What people felt", "columns": columns, "rows": rows}
    return {
        "value": TableBlock().to_python(value),
        "references": made_up.references(),
    }


SAMPLES = [
    Sample(
        "components/reviewer.html",
        "Reviewer",
        "Who vouches for exactly this text, and when.",
        {
            "With a page and a board": lambda: {
                "page": made_up.reviewed(made_up.article(), made_up.person()),
                "dates": True,
                "minutes": 7,
            },
            "Without a page": lambda: {"page": made_up.reviewed(made_up.service())},
            "Changed": lambda: {
                "page": made_up.reviewed(
                    made_up.article(change_note="Names the trial of 2025."),
                    made_up.person(),
                ),
                "dates": True,
            },
            "Late": lambda: {
                "page": made_up.reviewed(made_up.article(), days_ago=800),
                "minutes": 12,
            },
            "Nobody yet": lambda: {"page": made_up.article(), "minutes": 1},
        },
        narrow=True,
    ),
    Sample(
        "components/changes.html",
        "Earlier changes",
        "What readers were told each time a page changed.",
        {
            "Two changes": lambda: {
                "changes": [
                    made_up.changed("Names the trial of 2025 and what it found."),
                    made_up.changed("Says what a consultation costs.", days_ago=300),
                ]
            }
        },
        inside=IN_PROSE,
        narrow=True,
    ),
    Sample(
        "components/overdue.html",
        "Overdue notice",
        "Tells readers that nobody has looked at the text since the day it was due.",
        {
            "Late": lambda: {
                "page": made_up.reviewed(made_up.article(), days_ago=800),
                "clinic": made_up.clinic(),
            },
            "Without a phone": lambda: {
                "page": made_up.reviewed(made_up.service(), days_ago=800),
                "clinic": made_up.clinic(phone=""),
            },
        },
        narrow=True,
    ),
    Sample(
        "components/reviews.html",
        "Reviews",
        "Which pages somebody vouched for, and when.",
        {
            "Two pages": lambda: {
                "reviews": [
                    made_up.reviewed(page, made_up.person()).current_approval
                    for page in (made_up.article(), made_up.service())
                ]
            }
        },
        inside=IN_PROSE,
        narrow=True,
    ),
    Sample(
        "components/contents.html",
        "Contents",
        "The sections of an article: folded before the text on a phone, at its side "
        "on a wide screen.",
        {
            "Of a long article": {
                "contents": [
                    {
                        "text": "What it is",
                        "anchor": "a",
                        "parts": [{"text": "In one sentence", "anchor": "a1"}],
                    },
                    {"text": made_up.LONG_TITLE, "anchor": "b", "parts": []},
                    {"text": "What it costs", "anchor": "c", "parts": []},
                ],
                "references": True,
            }
        },
        inside='<div class="article">{}<div class="prose"><p>The text stands here.</p>'
        "<p>On a wide window the contents follow at its side; on a phone they fold "
        "above it.</p></div></div>",
        width="full",
        narrow=True,
        height=320,
    ),
    Sample(
        "blocks/heading.html",
        "Heading",
        "Begins a section, or a part of one; the contents are made from these.",
        {
            "Section": {
                "value": {"text": "What happens at a visit", "level": "h2"},
                "anchor": "what-happens",
            },
            "Part": {"value": {"text": "Before you come", "level": "h3"}},
        },
        inside=IN_PROSE,
        below=True,
        height=90,
    ),
    Sample(
        "blocks/paragraph.html",
        "Text",
        "Paragraphs and lists; [1] leads to the first reference.",
        {
            "With references": lambda: {
                "value": TEXT,
                "references": made_up.references(),
            },
            "With words of the glossary": lambda: {
                "value": TEXT,
                "links": Links(made_up.glossary()),
            },
            "Right to left": {
                "value": RichText(f'<p dir="rtl">{made_up.ARABIC_NAME} 10:30</p>')
            },
        },
        inside=IN_PROSE,
        narrow=True,
    ),
    Sample(
        "blocks/callout.html",
        "Callout",
        "A note set apart from the text: a key point, safety, or when to get help.",
        {
            "Key point": lambda: callout("key", "In one sentence"),
            "Safety": lambda: callout("safety", "Who should not have it"),
            "When to get help": lambda: callout("help", "When to get help now"),
        },
        inside=IN_PROSE,
        narrow=True,
    ),
    Sample(
        "blocks/quote.html",
        "Quote",
        "Somebody's words, with who said them.",
        {
            "Plain": {
                "value": {"text": "Ask me anything.", "source": "The infusion nurse"}
            },
            "With a reference": lambda: {
                "value": {"text": "It eased within a day.", "source": "A report [1]"},
                "references": made_up.references(),
            },
            "Right to left": {
                "value": {"text": made_up.ARABIC_NAME, "source": "A patient"}
            },
        },
        inside=IN_PROSE,
        height=130,
    ),
    Sample(
        "blocks/image.html",
        "Picture",
        "A picture with words for whoever cannot see it, or none where it decorates.",
        {
            "With a caption": lambda: {
                "value": {
                    "image": made_up.picture(),
                    "alt_text": "Light over still water",
                    "caption": "What the room looks out on.",
                    "source": "drawn for this site",
                },
                "lead": True,
            },
            "Decoration": lambda: {
                "value": {"image": made_up.picture(), "decorative": True},
                "lead": False,
            },
            "Credit of the library": lambda: {
                "value": {
                    "image": made_up.picture(credit="Ada Sample, CC BY 4.0"),
                    "alt_text": "Light over still water",
                    "caption": "As described [1].",
                },
                "references": made_up.references(),
                "lead": False,
            },
            "No picture yet": {"value": {"decorative": True}, "stand_in": True},
        },
        inside=IN_PROSE,
        height=360,
    ),
    Sample(
        "blocks/table.html",
        "Table",
        "Headings name the columns, the first cell its row; it scrolls in its frame.",
        {
            "Two columns": lambda: table("Drowsy", "56 in 100 [1]"),
            "Wider than a phone": lambda: table(
                made_up.LONG_TITLE, *(f"Group {number}" for number in range(1, 6))
            ),
        },
        inside=IN_PROSE,
        narrow=True,
    ),
    Sample(
        "blocks/request_button.html",
        "Request button",
        "A way to the form from within a text; the form remembers the page.",
        {
            "Plain": lambda: {
                "value": {"label": "Request a consultation"},
                "page": made_up.article(),
            }
        },
        inside=IN_PROSE,
        height=110,
    ),
    Sample(
        "blocks/prices.html",
        "Prices",
        "Out of the list of prices, so that each is said once. One that waits for its "
        "second person is left out.",
        {
            "Two prices": lambda: prices(
                Price(
                    name="Ketamine infusion",
                    amount=Decimal("475"),
                    unit="for each infusion",
                    note="The room, the nurse and the medicine are in it.",
                ),
                Price(name="Consultation", amount=Decimal("1250.5"), unit="once"),
            ),
            "None agreed on yet": lambda: prices(),
        },
        inside=IN_PROSE,
        narrow=True,
    ),
    Sample(
        "blocks/fact.html",
        "From the clinic’s record",
        "Said once in the settings, shown in any text.",
        {
            kind: lambda kind=kind: {
                "value": {"kind": kind},
                "clinic": made_up.clinic(),
            }
            for kind in ("phone", "off_label", "disclaimer")
        },
        inside=IN_PROSE,
        height=140,
    ),
    Sample(
        "components/body.html",
        "Body",
        "All the blocks of a page in order.",
        {
            "A short one": lambda: {
                "page": made_up.article(
                    body=[
                        ("heading", {"text": "What it is", "level": "h2"}),
                        ("paragraph", TEXT),
                        ("quote", {"text": "Ask me anything.", "source": "A nurse"}),
                    ]
                ),
                "anchors": {},
            },
        },
        inside=IN_PROSE,
    ),
    Sample(
        "components/notices.html",
        "Notices",
        "What every medical page says about itself.",
        {"Plain": lambda: {"clinic": made_up.clinic()}},
    ),
    Sample(
        "components/references.html",
        "References",
        "The sources a page rests on, with links that say where they lead.",
        {
            "Many": lambda: {"references": made_up.references()},
            "One": lambda: {"references": made_up.references(many=False)},
        },
        inside=IN_PROSE,
        narrow=True,
    ),
    Sample(
        "components/request_section.html",
        "Request section",
        "After the last word: would you like to talk it over?",
        {
            "Plain": {"request_url": "/request-a-consultation/?from=1"},
            "Another label": {"label": "Ask about this service"},
        },
        narrow=True,
    ),
    Sample(
        "components/print_end.html",
        "End of a print",
        "On paper alone: the page's address and the day it was printed.",
        {"Hidden on a screen": {"page": {"full_url": "https://clinic.example/a/"}}},
        height=60,
    ),
]
