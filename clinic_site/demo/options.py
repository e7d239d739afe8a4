"""Ketamine infusions, esketamine spray and ECT beside each other."""

OPTIONS = {
    "slug": "ketamine-esketamine-and-ect",
    "title": "Ketamine infusions, esketamine spray and ECT: how they differ",
    "summary": (
        "Three treatments that people ask about when depression has not lifted. "
        "What each one is, what the FDA has said about it, and why we name no "
        "winner."
    ),
    "topics": ["depression", "treatment"],
    "key_points": [
        (
            "Ketamine infusions for depression are off-label: the FDA has not "
            "approved them for that."
        ),
        (
            "Esketamine spray is another product, with its own approval, rules and "
            "studies."
        ),
        "ECT is a procedure in a hospital, under anesthesia.",
        (
            "One large trial asked if ketamine was no worse than ECT. It did not "
            "ask which one wins."
        ),
        "We offer infusions only. Ask a doctor who has no stake in the answer.",
    ],
    "body": [
        (
            "paragraph",
            (
                "<p>When two or three medicines have not helped, three names tend to "
                "come up: ketamine, esketamine and ECT. They sound alike in some ways. "
                "They are not the same thing, and what is true of one is not true of "
                "the next.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>We should say where we stand. This clinic gives ketamine "
                "infusions. We do not give the other two. So read this page as a map, "
                "and take the choice to a doctor who has nothing to sell you.</p>"
            ),
        ),
        (
            "image",
            {
                "image": "three-boats",
                "alt_text": "Three sailing boats lie side by side on a quiet bay.",
                "decorative": False,
                "caption": "Three boats, and three different journeys.",
            },
        ),
        ("heading", {"level": "h2", "text": "Ketamine infusions"}),
        (
            "paragraph",
            (
                "<p>Ketamine is an anesthetic. In many trials, people had 0.5 "
                "milligrams for each kilogram of weight, into a vein, over 40 minutes "
                "[1, 2]. The FDA has approved ketamine as an anesthetic. It has not "
                "approved it for depression or for any other mental health condition "
                "[3]. That is what <b>off-label</b> means.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Trials show that it can act within a day in some people [4]. They "
                "also show that benefit often fades [5], and they do not all agree "
                "[6]. Experts accept the quick effect. They are less sure where "
                "ketamine belongs among other treatments [7].</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "Esketamine nasal spray"}),
        (
            "paragraph",
            (
                "<p>Esketamine is a close relative of ketamine, sold as a nasal spray "
                "under a brand name. In 2019, esketamine spray was approved by the FDA "
                "for adults with depression that other medicines had not helped. Since "
                "2025, the spray may also be given alone, without a second "
                "antidepressant [8].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>It comes with a boxed warning, the strongest kind there is. It can "
                "be had only at certified places, and you are watched for at least two "
                "hours after each dose [8]. Other countries weigh it another way: in "
                "2022 the British body NICE did not recommend the spray for this use "
                "[9].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>None of this carries over to infusions. The dose, the way it is "
                "given and the studies are different. If a clinic points to the "
                "spray’s approval to sell you an infusion, ask why.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "Electroconvulsive therapy (ECT)"}),
        (
            "paragraph",
            (
                "<p>In ECT, doctors bring on a short seizure with an electric current "
                "while you are under anesthesia. It is done in a hospital, as a series "
                "[1]. Many people know it from old films only. You sleep through it. "
                "Still, it is a real procedure with side effects of its own. Ask about "
                "memory above all.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>ECT is done with a device, so it goes by other rules than a drug. "
                "Our sources do not cover what those devices are cleared for. Ask the "
                "hospital that would treat you, and ask what they see in people like "
                "you.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "What one large trial found"}),
        (
            "paragraph",
            (
                "<p>In 2023 a trial set ketamine beside ECT in 403 people whose "
                "depression had not lifted. No one had psychosis. About 55 in 100 "
                "responded to ketamine and 41 in 100 to ECT [1].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>It is easy to read too much into that. The trial was planned to "
                "find out if ketamine was <i>no worse</i> than ECT. It was not planned "
                "to pick a winner. Everyone knew which one they had, and no one had a "
                "placebo [1]. So it cannot tell you which of the two would help "
                "you.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "Side by side"}),
        (
            "table",
            {
                "caption": "Three treatments and how they differ",
                "columns": [
                    {"type": "text", "heading": "Question"},
                    {"type": "text", "heading": "Ketamine infusion"},
                    {"type": "text", "heading": "Esketamine spray"},
                    {"type": "text", "heading": "ECT"},
                ],
                "rows": [
                    {
                        "values": (
                            "How it is given",
                            "Slowly, into a vein [1]",
                            "By nose [8]",
                            "A seizure, under anesthesia",
                        )
                    },
                    {
                        "values": (
                            "What the FDA says",
                            "Off-label for depression [3]",
                            (
                                "Approved for some adults with depression; the "
                                "spray only [8]"
                            ),
                            "A device; ask the hospital",
                        )
                    },
                    {
                        "values": (
                            "Watched for",
                            "The infusion and a rest after",
                            "At least two hours [8]",
                            "In hospital, until you wake well",
                        )
                    },
                    {
                        "values": (
                            "Main known gap",
                            "Little is known about the long run [10]",
                            "Ask your prescriber",
                            "Ask the hospital",
                        )
                    },
                ],
            },
        ),
        ("heading", {"level": "h2", "text": "What to weigh"}),
        (
            "paragraph",
            (
                "<p>Both drugs can make you drowsy and detached, and can be misused "
                "[8, 11]. With ketamine, blood pressure rises [11], and breathing can "
                "slow [3]. Frequent use can harm the bladder and the memory [12]. Few "
                "people in studies were followed for long [10].</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "help",
                "title": "If you cannot wait",
                "text": (
                    "<p>None of the three is a way through a crisis tonight. If you "
                    "are thinking of ending your life, call or text <b>988</b> at any "
                    "hour, or chat at 988lifeline.org [13]. If someone is in danger, "
                    "call <b>911</b>.</p>"
                ),
            },
        ),
        ("heading", {"level": "h2", "text": "How to choose"}),
        (
            "paragraph",
            (
                "<p>Ask your doctor which of the three they would think of first for "
                "you, and why. Ask what your insurance covers: we bill none, and that "
                "alone may settle it. Ask how far you would travel, who could drive "
                "you, and how much time off you can take. With psychosis, or when "
                "someone does not eat or drink, a hospital is the place to ask.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>There may be a fourth answer as well, such as another medicine or "
                "a talk therapy that you have not had. It is worth asking before any "
                "of these.</p>"
            ),
        ),
    ],
    "references": [
        "anand2023",
        "taylor2018",
        "fda2023",
        "murrough2013",
        "coyle2015",
        "jelovac2025",
        "mcintyre2021",
        "esketamine-label",
        "nice-ta854",
        "short2018",
        "rodrigues2020",
        "morgan2012",
        "samhsa988",
    ],
    "related": [
        "ketamine-infusion-therapy-what-is-known",
        "is-ketamine-right-for-me",
        "what-a-course-costs",
    ],
    "picture": "three-boats",
    "search_description": (
        "How ketamine infusions, esketamine nasal spray and ECT differ: how each "
        "is given, what is approved and what is off-label, and what one trial "
        "found."
    ),
    "edited_by": "editor",
    "reviewed_by": "reviewer",
    "published_on": "2026-11-05",
    "reviewed_on": "2026-11-18",
}
