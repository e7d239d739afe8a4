"""The demo's service for lasting pain."""

PAIN = {
    "slug": "chronic-pain",
    "title": "Chronic pain",
    "summary": (
        "For some kinds of lasting pain, looked at together with the doctor who "
        "treats it. The evidence depends on the kind of pain."
    ),
    "illustration": "leaf",
    "picture": "leaf-and-light",
    "body": [
        (
            "paragraph",
            (
                "<p>Ketamine is approved as an anesthetic [1]. Giving it for "
                "lasting pain is <b>off-label</b>. We offer it to some adults, and "
                "only together with the doctor who treats their pain.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "What is known"}),
        (
            "paragraph",
            (
                "<p>Three medical societies looked at the studies together. They "
                "found support for infusions in chronic pain, but it varies with "
                "the kind of pain and with the dose. They called for larger "
                "studies [2]. So a good result in one kind of pain tells us little "
                "about another.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "How we plan"}),
        (
            "paragraph",
            (
                "<p>We ask for your records, and for a talk with your doctor. We "
                "want to know what kind of pain you have, what has helped so far, "
                "and every medicine you take. Opioids and sedatives matter most, "
                "since together with ketamine they can slow your breathing [1]. "
                "Dose and time for pain can differ from those for mood. You get "
                "the plan and the price in writing.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>We agree on a goal you can feel in daily life, such as a walk "
                "or a night of sleep. We write it down and look at it with you "
                "after each infusion.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "What to weigh"}),
        (
            "paragraph",
            (
                "<p>Feeling drowsy, dizzy, sick or detached is common, and blood "
                "pressure rises [3]. Frequent use can harm the bladder and memory "
                "[4]. Ketamine can be abused or misused [5], so tell us if you "
                "have ever had trouble with alcohol or drugs. It is not for sudden "
                "or new pain. New, strong pain needs a doctor or 911.</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "help",
                "title": "When to get help now",
                "text": (
                    "<p>If you or someone near you is in danger, call <b>911</b>. "
                    "If you are thinking of ending your life, call or text "
                    "<b>988</b> at any hour [6]. We are not an emergency "
                    "service.</p>"
                ),
            },
        ),
    ],
    "references": [
        "ketalar",
        "cohen2018",
        "rodrigues2020",
        "morgan2012",
        "fda2023",
        "samhsa988",
    ],
    "duration": "Planned for each person; visits can be longer",
    "price_note": (
        "The consultation is $250 and one infusion of 40 minutes $480, $730 in "
        "full. A longer one is priced in writing before you book."
    ),
    "search_description": (
        "Ketamine infusions for chronic pain: what three medical societies found, "
        "the risks, and how we plan. An off-label use."
    ),
}
