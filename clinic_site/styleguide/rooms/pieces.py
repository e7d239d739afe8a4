"""What is a class on plain markup rather than a template of its own."""

from clinic_site.styleguide.sample import BESIDE, Sample

PURPOSE = "Classes on plain markup: copy the lines, nothing is included."


def piece(name: str, title: str, purpose: str, states: dict | None = None, **how):
    """Return the sample of a class; its markup is shown instead of an include."""
    template = f"styleguide/pieces/{name}.html"
    return Sample(template, title, purpose, states or {"Plain": {}}, **how)


SAMPLES = [
    piece(
        "words",
        "Words",
        "The sizes of running text, each with one use.",
        inside='<div class="prose">{}</div>',
        narrow=True,
    ),
    piece(
        "button",
        "Button",
        "Clay for the request alone, pine for every other first thing, quiet for the "
        "rest. Point at one, or press Tab: hover and focus are real.",
        {
            "The request": {"label": "Request a consultation"},
            "Pine": {"label": "Sign in", "kind": "pine"},
            "Quiet": {"label": "Our services", "kind": "quiet"},
            "With an icon": {"label": "Call now", "kind": "quiet", "icon": True},
            "Small": {"label": "Add a caller", "kind": "pine", "small": True},
        },
        width="third",
        height=90,
    ),
    piece(
        "actions",
        "Actions",
        "What can be done here, the first thing first; on a phone one below the other.",
        narrow=True,
        height=110,
    ),
    piece(
        "pill",
        "Pill",
        "A state by shape and words; color only helps.",
        {
            "Plain": {"shape": "○", "words": "Monday, 9 am"},
            "Late": {"kind": "late", "shape": "●", "words": "35 min over"},
            "Soon": {"kind": "soon", "shape": "◐", "words": "50 min left"},
            "Strong": {"kind": "strong", "shape": "▲", "words": "Read first"},
            "Good": {"kind": "good", "words": "Open now, until 5 pm today"},
        },
        width="third",
        height=75,
    ),
    piece(
        "note",
        "Note",
        "Words set apart from the text; the stripe says what the color says.",
        {
            "Key": {
                "kind": "key",
                "title": "In one sentence",
                "text": "A slow infusion, with somebody beside you.",
            },
            "Safety": {
                "kind": "safety",
                "title": "Who should not have it",
                "text": "Tell us of high blood pressure that is not treated.",
            },
            "Help": {
                "kind": "help",
                "title": "When to get help now",
                "text": "In an emergency call 911.",
            },
            "Quiet": {
                "kind": "quiet",
                "title": "",
                "text": "This page informs; it does not replace a clinician.",
            },
            "Good": {"kind": "good", "title": "", "text": "Your password was changed."},
        },
        width="third",
        height=150,
    ),
    piece("panel", "Panel", "Things that belong together, on a card.", height=160),
    piece("facts", "Facts", "Terms and what they are, one below the other."),
    piece("tabs", "Tabs", "A few lists beside one another; each is a link.", height=90),
    piece("timeline", "Timeline", "What happened, the newest first.", height=170),
    piece(
        "steps",
        "Steps",
        "How something goes, in order; the numbers are the list's own.",
        below=True,
        width="full",
        narrow=True,
    ),
    piece(
        "article",
        "Text column",
        "An article's head and text: 44rem at most, and air before each heading.",
        width="full",
        narrow=True,
        height=560,
    ),
    piece(
        "section",
        "Section",
        "A part of the front page; every second one stands on sand.",
        place=BESIDE,
        width="full",
        narrow=True,
    ),
    piece("form_aside", "Beside a form", "What holds for everybody who writes."),
    piece("account", "Signing in", "The quiet column of the pages of signing in."),
    piece(
        "skip_link",
        "Skip link",
        "The first stop of the keyboard; hidden until it has the focus.",
        height=90,
    ),
]
