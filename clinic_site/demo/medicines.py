"""What to tell the clinic about other medicines, alcohol and drugs."""

MEDICINES = {
    "slug": "ketamine-and-your-medicines",
    "title": "Ketamine and your other medicines",
    "summary": (
        "Some medicines add to the risks of an infusion. For many others, good "
        "studies are missing. What to bring, what to ask, and why not to stop "
        "anything on your own."
    ),
    "topics": ["safety", "treatment"],
    "key_points": [
        (
            "Bring a full list: prescriptions, things from the store, herbs, "
            "alcohol and drugs."
        ),
        "Opioids, sedatives and alcohol can add to slow breathing. This matters most.",
        (
            "Do not stop or change a medicine on your own. Ask the person who "
            "prescribed it."
        ),
        (
            "For many medicines no good study tells us what happens. We say so, "
            "and ask your prescriber."
        ),
    ],
    "body": [
        (
            "paragraph",
            (
                "<p>Most people who ask us about ketamine take something else as well. "
                "Often it is more than one thing. This page says what is known about "
                "taking them together. It also says where little is known, because "
                "that is a large part of the truth.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Ketamine for a mental health condition is <b>off-label</b>. The "
                "FDA has not approved it for that use [1]. So there is no official "
                "list of what goes well with an infusion for depression or anxiety, "
                "and what does not.</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "key",
                "title": "Do not stop anything on your own",
                "text": (
                    "<p>If you wonder about a medicine, ask the person who prescribed "
                    "it. Do that before your first visit, not on the day. We will not "
                    "ask you to give up a treatment that someone else planned with "
                    "you.</p>"
                ),
            },
        ),
        ("heading", {"level": "h2", "text": "Medicines that make you sleepy"}),
        (
            "paragraph",
            (
                "<p>This is the group that worries us most. Ketamine can slow your "
                "breathing [1]. Opioids and sedatives can do so too, and together the "
                "risk grows [2]. Opioids are strong pain medicines, such as oxycodone. "
                "Sedatives are given for sleep or for fear, such as lorazepam.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Tell us about all of them, and how often you take them. Tell us "
                "also if a dose changed in the last week. We may ask your prescriber "
                "to talk with us. If the two cannot be combined, we will not go on.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>There is a second reason to ask. In some trials a sedative called "
                "midazolam was the stand-in for ketamine, so that people could not "
                "easily tell which one they had [3, 4]. Those trials were not made to "
                "find out what a daily sedative does to the effect of ketamine. We do "
                "not know, and we will not guess.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "Antidepressants"}),
        (
            "paragraph",
            (
                "<p>In one trial, people in a hospital had infusions on top of their "
                "usual care [5]. Adding ketamine to what is already there is how we "
                "work as well. You keep what you have, unless you and your prescriber "
                "agree on a change.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Our sources do not tell us how each antidepressant acts together "
                "with ketamine. We have no list to give you. Ask your prescriber about "
                "yours by name. With your consent, we ask too.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "Medicines that act on blood pressure"}),
        (
            "paragraph",
            (
                "<p>Ketamine makes blood pressure rise. Across studies, the upper "
                "number went up by about 13 points and the lower by about 8 [6]. In "
                "one clinic, 44 in 100 patients reached 165/100 or more, and some "
                "needed medicine for it [7].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>So bring up anything that acts on blood pressure, in either "
                "direction. Name your pressure pills. Name a stimulant for ADHD, or "
                "cold pills from the store. Ask your prescriber which of them to take "
                "on the day. Then tell the nurse what you took and when.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "Alcohol and other drugs"}),
        (
            "paragraph",
            (
                "<p>We count alcohol among the things that make you sleepy. Do not "
                "drink on the day of an infusion or on the evening after it. If going "
                "without a drink is hard for you, say so, and ask your doctor before "
                "you stop all at once. We would rather know.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Ketamine is a controlled drug that people can misuse [1]. Frequent "
                "use is linked to bladder harm and memory problems, and some people "
                "find that they cannot stop [8]. If you use ketamine or anything else "
                "at other times, tell us. We keep it in your record and nowhere "
                "else.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "What we do not know"}),
        (
            "paragraph",
            (
                "<p>Much of this is missing from the research. A review of ketamine "
                "for depression found that harm from long use had been poorly studied "
                "[9]. We know of no good study that covers:</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<ul><li>herbs and supplements;</li><li>cannabis, taken around the "
                "time of an infusion;</li><li>birth control or hormones;</li><li>more "
                "than one mental health medicine at once.</li></ul>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Where we know nothing, we will not make it up. Ask your prescriber "
                "or your pharmacist. A pharmacist can go through a whole list with "
                "you, and it is one of the best talks you can have before a first "
                "visit.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "What to bring"}),
        (
            "paragraph",
            (
                "<ul><li>Every medicine, with its dose and the time you take it. A "
                "photo of each label will do.</li><li>What you buy without a "
                "prescription, herbs and vitamins too.</li><li>How much you drink, and "
                "what else you use.</li><li>Anything you once reacted to "
                "badly.</li><li>The name of the person who prescribes for you, and of "
                "your pharmacy.</li></ul>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Bring the list again each time something changes. A new pill "
                "between two visits is the kind of small thing that counts. Before "
                "each infusion a nurse asks what you took that day. It is not a test. "
                "There is no wrong answer but the one that we never hear.</p>"
            ),
        ),
    ],
    "references": [
        "fda2023",
        "ketalar",
        "murrough2013",
        "phillips2019",
        "jelovac2025",
        "vankawala2021",
        "rodrigues2020",
        "morgan2012",
        "short2018",
    ],
    "related": [
        "is-ketamine-right-for-me",
        "side-effects-and-what-we-do",
        "after-the-infusion",
    ],
    "picture": "one-drop",
    "search_description": (
        "How ketamine infusions and other medicines meet: opioids, sedatives, "
        "antidepressants, blood pressure pills, alcohol. What is known, and what "
        "to ask."
    ),
    "edited_by": "editor",
    "reviewed_by": "reviewer",
    "published_on": "2026-10-26",
    "reviewed_on": "2026-11-12",
}
