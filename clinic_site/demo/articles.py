"""Topics and articles of the demo; the cost article stands here in full."""

from clinic_site.demo.after import AFTER
from clinic_site.demo.anxiety import ANXIETY_PTSD_OCD
from clinic_site.demo.is_it_right import IS_IT_RIGHT
from clinic_site.demo.long_article import LONG_ARTICLE
from clinic_site.demo.long_term import LONG_TERM
from clinic_site.demo.medicines import MEDICINES
from clinic_site.demo.options import OPTIONS
from clinic_site.demo.practice import PRICES
from clinic_site.demo.short_articles import A_VISIT, SIDE_EFFECTS

TOPICS = [
    {
        "slug": "treatment",
        "illustration": "stones",
        "title": "Treatment",
        "summary": (
            "How infusions are given, what a visit is like, and what studies show."
        ),
    },
    {
        "slug": "depression",
        "illustration": "hills",
        "title": "Depression",
        "summary": "What is known about ketamine when low mood has not lifted.",
    },
    {
        "slug": "anxiety-and-ptsd",
        "illustration": "clouds",
        "title": "Anxiety and PTSD",
        "summary": (
            "What small or conflicting studies can tell you, and what they cannot."
        ),
    },
    {
        "slug": "safety",
        "illustration": "lighthouse",
        "title": "Safety",
        "summary": "Side effects, risks, and how we watch for them.",
    },
    {
        "slug": "cost",
        "illustration": "scale",
        "title": "Cost",
        "summary": "The whole price, before you ask.",
    },
]

COST = {
    "slug": "what-a-course-costs",
    "title": "What a course of infusions costs, in full",
    "summary": (
        "Every part of the price, added up before you ask: $3,130 for a consultation "
        "and six infusions. What is in it, what is not, and what a superbill is."
    ),
    "topics": ["cost"],
    "key_points": [
        "The clinician consultation costs $250. Each infusion costs $480.",
        (
            "Six infusions come to $2,880. With the consultation, a course is $3,130 "
            "in full."
        ),
        (
            "We do not bill insurance. We give you a superbill, and your plan may pay "
            "back some of it or nothing."
        ),
        "You pay for each visit on the day. You can stop at any time.",
    ],
    "body": [
        (
            "paragraph",
            (
                "<p>Cost should not be a riddle. This page lists all you would pay us "
                "for a usual course. The figures are our own price list, from November "
                "2026. They say nothing about what other clinics ask.</p>"
            ),
        ),
        (
            "prices",
            {
                "title": "Our price list",
                "prices": [price["name"] for price in PRICES],
            },
        ),
        ("heading", {"level": "h2", "text": "The sum"}),
        (
            "price",
            {
                "title": "A usual course",
                "visit": "Infusion",
                "visits": 6,
                "price_each": "480",
                "costs": [
                    {
                        "name": "Consultation with a clinician",
                        "amount": "250",
                        "times": 1,
                    }
                ],
                "nothing_else": False,
                "not_included": (
                    "Blood tests or a heart tracing at another office, your own "
                    "medicines, and the ride home."
                ),
            },
        ),
        (
            "paragraph",
            (
                "<p>The first call with our intake coordinator is free. If the "
                "clinician finds that ketamine is not right for you, you pay the $250 "
                "and nothing more.</p>"
            ),
        ),
        ("heading", {"level": "h3", "text": "What the price of an infusion covers"}),
        (
            "paragraph",
            (
                "<p>The medicine, the nurse, the clinician on site, the room, all "
                "checks during and after, medicine for nausea or blood pressure if you "
                "need it, and the call the next day. There is no extra fee for your "
                "records or for a letter to your doctor.</p>"
            ),
        ),
        ("heading", {"level": "h3", "text": "What it does not cover"}),
        (
            "paragraph",
            (
                "<p>Your ride home, blood tests or a heart tracing if your doctor or "
                "ours asks for one, and visits with your own therapist. If we ask for "
                "a test, we say why, and what it is likely to cost, before you book "
                "it.</p>"
            ),
        ),
        (
            "image",
            {
                "image": "settling-waves",
                "alt_text": (
                    "Low waves in soft green and blue settle toward a pale shore."
                ),
                "decorative": False,
                "caption": "One visit at a time. You can stop after any of them.",
            },
        ),
        ("heading", {"level": "h2", "text": "Why six"}),
        (
            "paragraph",
            (
                "<p>Some trials used up to six infusions [1, 2]. That is a custom, not "
                "a rule. No one knows the best number. We look at your results after "
                "the third. If nothing has changed, we say so, and you pay for no "
                "more.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Some people are offered more infusions later, because benefit "
                "often fades. In one study, half of those who responded were unwell "
                "again 18 days after the last infusion [1]. A later infusion is also "
                "$480. Please count on that chance when you plan, and ask us about it "
                "early.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "Insurance and the superbill"}),
        (
            "paragraph",
            (
                "<p>Ketamine infusions for depression, anxiety and PTSD are off-label. "
                "The FDA has not approved them for any mental health condition [3]. We "
                "do not bill insurance, and we take no part in any plan.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>After each visit you can have a <b>superbill</b>. It is a receipt "
                "with the codes that a plan asks for. You send it in yourself. Your "
                "plan may pay back some, or nothing at all. Call the number on your "
                "card first and ask: Do you pay for out-of-network care? Do you pay "
                "for this code? Is there a sum I must pay first?</p>"
            ),
        ),
        ("heading", {"level": "h3", "text": "Paying"}),
        (
            "paragraph",
            (
                "<p>You pay on the day of each visit, by card, check or health savings "
                "account. There is no deposit and no package to buy in advance. If you "
                "cannot come, call us one full day ahead and there is no fee.</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "key",
                "title": "Your price in writing",
                "text": (
                    "<p>Before you book, you get a good faith estimate that names each "
                    "cost. If a bill is higher by $400 or more, federal law gives you "
                    "a way to dispute it within 120 days [4]. Keep the paper.</p>"
                ),
            },
        ),
        ("heading", {"level": "h2", "text": "Before you spend it"}),
        (
            "paragraph",
            (
                "<p>This is a lot of money for a treatment that does not work for "
                "everyone. Trials differ. In one from 2025, ketamine did no clearly "
                "better than a sedative [5]. There are also risks, such as higher "
                "blood pressure, slow breathing, bladder trouble and misuse [3]. Ask "
                "your doctor what else you could try, and what your plan would cover. "
                "We would rather you take your time.</p>"
            ),
        ),
    ],
    "references": [
        "murrough2013b",
        "feder2021",
        "fda2023",
        "cms-estimates",
        "jelovac2025",
    ],
    "related": [
        "what-to-expect-at-a-visit",
        "ketamine-infusion-therapy-what-is-known",
    ],
    "picture": "stepping-stones",
    "search_description": (
        "The full price of a ketamine infusion course at our clinic: $480 an infusion, "
        "$250 consultation, $3,130 in all. No insurance billing."
    ),
    "edited_by": "editor",
    "reviewed_by": "reviewer",
    "published_on": "2026-10-12",
    "reviewed_on": "2026-11-02",
}

ARTICLES = [
    LONG_ARTICLE,
    SIDE_EFFECTS,
    A_VISIT,
    COST,
    IS_IT_RIGHT,
    MEDICINES,
    AFTER,
    OPTIONS,
    ANXIETY_PTSD_OCD,
    LONG_TERM,
]
