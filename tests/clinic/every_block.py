"""A text that holds every block there is, in words of our own."""

from clinic.models import Price
from tests.factories import make_price

HELP = {
    "kind": "help",
    "title": "When to get help now",
    "text": "<p>In danger, call 911.</p>",
}
PRICE = {
    "title": "A course of six infusions",
    "visit": "Infusion",
    "visits": 6,
    "price_each": "480",
    "costs": [
        {"name": "First consultation", "amount": "250", "times": 1},
        {"name": "Blood test", "amount": "32.50", "times": 2},
    ],
    "nothing_else": False,
    "not_included": "The ride home.",
}
VIDEO = {
    "url": "https://www.youtube.com/watch?v=abcdefghijk",
    "title": "A walk through our rooms",
    "image": None,
    "transcript": "<p>This is where you wait.</p>",
    "no_transcript": "",
}
TABLE = {
    "caption": "What people felt",
    "columns": [
        {"type": "text", "heading": "Effect"},
        {"type": "text", "heading": "How many"},
    ],
    "rows": [{"values": ["Drowsy", "56 in 100 [1]"]}],
}
STEPS = {
    "steps": [
        {"title": "You arrive", "text": "<p>A nurse measures your pressure [1].</p>"},
        {"title": "You sit down", "text": ""},
    ]
}
QUESTIONS = {
    "questions": [
        {"question": "May I drive?", "answer": "<p>No. An adult takes you home.</p>"}
    ]
}


def every_block(image, service) -> list[tuple]:
    """Return blocks, one of each kind at least; reference 1 is cited."""
    return [
        ("heading", {"text": "What happens", "level": "h2"}),
        ("paragraph", "<p>The infusion runs for 40 minutes [1].</p>"),
        ("heading", {"text": "Before you come", "level": "h3"}),
        (
            "image",
            {
                "image": image,
                "alt_text": "A chair by a window",
                "decorative": False,
                "caption": "",
                "source": "",
            },
        ),
        (
            "figure",
            {
                "image": image,
                "alt_text": "Scores fall within a day",
                "caption": "How long it lasts [1].",
                "source": "Lindqvist 2024",
            },
        ),
        ("table", TABLE),
        ("callout", HELP),
        ("quote", {"text": "Ask me anything.", "source": "The nurse"}),
        ("callout", {**HELP, "kind": "key", "title": "In one sentence"}),
        ("steps", STEPS),
        ("questions", QUESTIONS),
        ("price", PRICE),
        ("video", {**VIDEO, "image": image}),
        ("service_card", {"service": service}),
        ("request_button", {"label": "Request a consultation"}),
        (
            "prices",
            {
                "title": "What it costs",
                "prices": [Price.objects.first() or make_price()],
            },
        ),
        ("fact", {"kind": "phone"}),
    ]
