"""What stands in a text beside running words."""

from decimal import Decimal

from wagtail.rich_text import RichText

from clinic.blocks import PriceBlock, VideoBlock
from clinic.blocks.offers import ServiceCardValue
from clinic.glossary import Links
from clinic_site.styleguide import made_up
from clinic_site.styleguide.sample import Sample

PURPOSE = "What an editor puts between paragraphs; a text may hold any of them."
IN_PROSE = '<div class="prose">{}</div>'
WORDS = RichText(
    "<p>A nurse measures your blood pressure and stays within reach [1].</p>"
    "<ul><li>Eat nothing for four hours before.</li><li>Bring a list of what you "
    "take.</li></ul>"
)


def price(*costs: tuple, visits: int = 6, each="480", **fields) -> dict:
    """Return a price; a cost is its name, its amount and how often it comes up."""
    value = {
        "title": "A course of six infusions",
        "visit": "Infusion",
        "visits": visits,
        "price_each": each and Decimal(each),
        "costs": [
            {"name": name, "amount": Decimal(amount), "times": times}
            for name, amount, times in costs
        ],
        "not_included": "The ride home and your own medicines.",
        **fields,
    }
    return {"value": PriceBlock().normalize(value)}


def video(**fields) -> dict:
    value = {
        "url": "https://vimeo.com/1084537",
        "title": "A walk through our rooms",
        "image": made_up.picture(),
        "transcript": RichText("<p>This is where you wait.</p>"),
        "no_transcript": "",
        **fields,
    }
    return {"value": VideoBlock().normalize(value)}


def figure(**fields) -> dict:
    value = {
        "image": made_up.picture(),
        "alt_text": "Scores fall within a day and rise again by day 14",
        "caption": "How long one infusion lasts [1].",
        "source": "Lindqvist 2024 [1]",
    }
    return {
        "value": {**value, **fields},
        "references": made_up.references(),
        "lead": False,
    }


SAMPLES = [
    Sample(
        "blocks/figure.html",
        "Figure",
        "A chart or diagram that states facts, with what it says and its source.",
        {
            "With its source": lambda: figure(),
            "Long words": lambda: figure(
                caption=f"{made_up.LONG_TITLE} [1, 2].", source=made_up.LONG_NAME
            ),
            "No picture yet": lambda: {**figure(image=None), "stand_in": True},
        },
        inside=IN_PROSE,
        height=360,
    ),
    Sample(
        "blocks/steps.html",
        "Steps",
        "How something goes, one step below the other.",
        {
            "With and without more": lambda: {
                "value": {
                    "steps": [
                        {"title": "You arrive", "text": WORDS},
                        {"title": "You sit down", "text": ""},
                        {"title": made_up.LONG_TITLE, "text": WORDS},
                    ]
                },
                "references": made_up.references(),
                "links": Links(made_up.glossary()),
            }
        },
        inside=IN_PROSE,
        narrow=True,
    ),
    Sample(
        "blocks/questions.html",
        "Questions and answers",
        "What people ask; every answer is in view, so a search and a print hold it.",
        {
            "Two": lambda: {
                "value": {
                    "questions": [
                        {"question": "What happens first?", "answer": WORDS},
                        {"question": made_up.LONG_TITLE + "?", "answer": WORDS},
                    ]
                },
                "references": made_up.references(),
                "links": None,
            },
            "One": lambda: {
                "value": {"questions": [{"question": "And then?", "answer": WORDS}]}
            },
        },
        inside=IN_PROSE,
        narrow=True,
    ),
    Sample(
        "blocks/price.html",
        "Price",
        "A course with every necessary cost by name; the total is computed.",
        {
            "With other costs": lambda: price(
                ("First consultation", "250", 1), ("Blood test", "32.50", 2)
            ),
            "Nothing else": lambda: price(nothing_else=True),
            "One visit": lambda: price(visits=1, title="One visit"),
            "Free, and a long name": lambda: price((made_up.LONG_NAME, "0", 1)),
            "Unfinished": lambda: price(each=None),
        },
        inside=IN_PROSE,
        narrow=True,
    ),
    Sample(
        "blocks/video.html",
        "Video",
        "A still picture of our own; its host hears of nobody who does not press play.",
        {
            "With a transcript": lambda: video(),
            "Without one": lambda: video(
                transcript="", no_transcript="The text above says all of it."
            ),
            "A long title": lambda: video(
                title=made_up.LONG_TITLE, url="https://youtu.be/abcdefghijk"
            ),
            "No picture yet": lambda: {**video(image=None), "stand_in": True},
        },
        inside=IN_PROSE,
        narrow=True,
        height=420,
    ),
    Sample(
        "blocks/service_card.html",
        "Service in a text",
        "Leads to a service; nothing is there while the service is not published.",
        {
            "Published": lambda: {
                "value": ServiceCardValue(None, {"service": made_up.service()})
            },
            "Unpublished": lambda: {
                "value": ServiceCardValue(
                    None, {"service": made_up.service(live=False)}
                )
            },
            "None to show yet": lambda: {
                "value": ServiceCardValue(None, {"service": None}),
                "stand_in": True,
            },
        },
        inside=IN_PROSE,
    ),
    Sample(
        "components/words.html",
        "Words used here",
        "What the dotted links in a text lead to; read without pointing at anything.",
        {
            "Two": lambda: {"terms": made_up.glossary()},
            "One": lambda: {"terms": made_up.glossary()[:1]},
        },
        inside=IN_PROSE,
        narrow=True,
    ),
]
