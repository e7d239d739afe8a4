"""What leads to a page: cards, drawings, people and places."""

from clinic.illustrations import ILLUSTRATIONS, template_of
from clinic_site.styleguide import made_up
from clinic_site.styleguide.sample import BESIDE, Sample

PURPOSE = "What leads to a page: one title, two lines, and the whole box is the link."

SAMPLES = [
    Sample(
        "components/card.html",
        "Card",
        "A page in a list. The whole card follows its one link.",
        {
            "With a drawing": lambda: {
                "page": made_up.service(),
                "heading": "h2",
                "illustration": "horizon",
                "meta": "Usually six visits",
            },
            "Words alone": lambda: {
                "page": made_up.service("IV vitamins", summary="Short."),
                "heading": "h2",
                "eyebrow": "New",
            },
            "A long title": lambda: {
                "page": made_up.service(made_up.LONG_TITLE, summary=""),
                "heading": "h2",
            },
        },
        width="third",
        narrow=True,
    ),
    Sample(
        "components/article_card.html",
        "Article card",
        "An article in a list, with its topic and how long it takes to read.",
        {
            "Plain": lambda: {"article": made_up.article(), "heading": "h2"},
            "A long title, two topics": lambda: {
                "article": made_up.article(
                    made_up.LONG_TITLE, topics=["Depression", "Research"]
                ),
                "heading": "h2",
            },
            "No topic, no summary": lambda: {
                "article": made_up.article("A first visit", topics=[], summary=""),
                "heading": "h2",
            },
        },
        width="third",
        narrow=True,
    ),
    Sample(
        "components/search_filters.html",
        "Filters of a search",
        "Links that narrow what was found, with how much each would leave.",
        {
            "Nothing chosen": {"filters": made_up.search_filters()},
            "One chosen": {"filters": made_up.search_filters(chosen="Articles")},
        },
        narrow=True,
    ),
    Sample(
        "components/search_result.html",
        "Search result",
        "One page that fits, with a sentence around the words.",
        {
            "Plain": lambda: {
                "result": {
                    "address": "/articles/",
                    "title": "How ketamine infusions work",
                    "kind": "Article",
                    "place": "Treatment, Safety",
                    "extract": made_up.SUMMARY,
                }
            },
            "Long words": lambda: {
                "result": {
                    "address": "/articles/",
                    "title": made_up.LONG_NAME,
                    "kind": "Page",
                    "place": "",
                    "extract": f"{made_up.LONG_NAME} " * 3,
                }
            },
        },
        inside='<ol class="search-results">{}</ol>',
        narrow=True,
    ),
    Sample(
        "components/person.html",
        "Person",
        "Somebody a patient meets.",
        {
            "Drawn": lambda: {"person": made_up.person(), "heading": "h2"},
            "With a picture": lambda: {
                "person": made_up.person(share_image=made_up.picture(400, 400)),
                "heading": "h2",
            },
            "A long name": lambda: {
                "person": made_up.person(
                    f"Alexandra {made_up.LONG_NAME}", role="", summary=""
                ),
                "heading": "h2",
            },
            "Right to left": lambda: {
                "person": made_up.person(made_up.ARABIC_NAME, credentials=""),
                "heading": "h2",
            },
        },
        width="third",
        narrow=True,
    ),
    Sample(
        "components/portrait.html",
        "Portrait",
        "A face beside a name; where there is no picture, a drawn one.",
        {
            "Drawn": {},
            "Drawn, large": {"large": True},
            "A picture": lambda: {"image": made_up.picture(400, 400)},
            "A picture, large": lambda: {
                "image": made_up.picture(400, 400),
                "large": True,
            },
        },
        width="third",
    ),
    Sample(
        "components/place.html",
        "Place",
        "Address, phone and hours of one location.",
        {
            "In full": lambda: {
                "place": made_up.location(map_image=made_up.picture(1100, 700)),
                "clinic": made_up.clinic(),
                "state": made_up.open_state(),
                "heading": "h2",
            },
            "Brief, closed": lambda: {
                "place": made_up.location(),
                "clinic": made_up.clinic(),
                "state": made_up.open_state(False),
                "brief": True,
            },
            "Without a map or a state": lambda: {
                "place": made_up.location(),
                "clinic": made_up.clinic(),
                "state": made_up.open_state(False, known=False),
                "body": True,
            },
        },
        width="full",
        narrow=True,
        height=600,
    ),
    Sample(
        "components/hours.html",
        "Hours",
        "The week with today marked, then the days that differ.",
        {
            "With days that differ": lambda: {"place": made_up.location()},
            "The week alone": lambda: {"place": made_up.location(), "brief": True},
            "Always closed": lambda: {
                "place": made_up.location(weekly_hours=[], holidays=[])
            },
        },
        width="third",
        narrow=True,
        height=480,
    ),
    Sample(
        "components/open_state.html",
        "Open or closed",
        "Whether somebody is there, in words.",
        {
            "Open": lambda: {"state": made_up.open_state()},
            "Opens later today": lambda: {
                "state": made_up.open_state(False, later_today=True)
            },
            "Opens another day": lambda: {"state": made_up.open_state(False)},
            "Not known": lambda: {"state": made_up.open_state(False, known=False)},
        },
        inside="<p>{}</p>",
        width="third",
        height=70,
    ),
    Sample(
        "components/illustration.html",
        "Illustration",
        "A drawing for each service and topic, in the hero's hand. It says nothing.",
        {str(label): {"name": name} for name, label in ILLUSTRATIONS.items()},
        also=tuple(map(template_of, ILLUSTRATIONS)),
        width="third",
    ),
    Sample(
        "components/hero_scene.html",
        "Hero scene",
        "Dawn over water behind the home page's first words; by night a moon.",
        {"Plain": {}},
        inside='<section class="hero" aria-label="Hero">{}<div class="wrap hero__text">'
        '<p class="hero__place">Alexandria, VA</p><p class="hero__lede">'
        "The words stand on the sky, never on the sun.</p></div></section>",
        place=BESIDE,
        width="full",
        narrow=True,
        height=420,
    ),
]
