"""Who ketamine may suit, who should not have it, and what to ask first."""

IS_IT_RIGHT = {
    "slug": "is-ketamine-right-for-me",
    "title": "Is ketamine right for me? What to ask before you decide",
    "summary": (
        "Who should not have an infusion, who needs a closer look first, what our "
        "first conversation asks, and what to ask us or any other clinic."
    ),
    "topics": ["treatment", "safety"],
    "key_points": [
        (
            "Ketamine for a mental health condition is off-label: the FDA has not "
            "approved it for that."
        ),
        (
            "It is not for people whose health would be in danger if their blood "
            "pressure rose."
        ),
        (
            "Psychosis or mania, pregnancy, and trouble with alcohol or drugs need "
            "a closer look first."
        ),
        (
            "Ask any clinic who watches you, what happens if it does nothing, and "
            "what the plan is when it fades."
        ),
    ],
    "body": [
        (
            "paragraph",
            (
                "<p>Maybe you have tried a lot already. Maybe you read about ketamine "
                "late at night, and now you want a straight answer. This page will not "
                "talk you into it. It says who should not have it, who needs a closer "
                "look, and what to ask before you decide.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>First, a plain fact. Ketamine is an anesthetic. Giving it for "
                "depression, anxiety, PTSD or OCD is <b>off-label</b>: the FDA has not "
                "approved it for any mental health condition [1]. A doctor may still "
                "offer it when it fits one person. So the fit is the whole "
                "question.</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "help",
                "title": "If tonight is the hard part",
                "text": (
                    "<p>You do not have to decide anything about treatment tonight. If "
                    "you are thinking of ending your life, or just need a voice, call "
                    "or text <b>988</b> at any hour, or chat at 988lifeline.org [2]. "
                    "If someone is in danger, call <b>911</b>.</p>"
                ),
            },
        ),
        ("heading", {"level": "h2", "text": "Who should not have it"}),
        (
            "paragraph",
            (
                "<p>Ketamine raises blood pressure. It is not for people whose health "
                "would be in serious danger from that rise [3, 4]. The British label "
                "also rules it out after a stroke or a head injury, in severe heart "
                "disease, and in pre-eclampsia, an illness of pregnancy [4].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Researchers draw lines as well. A large trial that compared "
                "ketamine with ECT took no one with psychosis [5]. So we cannot say "
                "how they would have done. If you have ever lost touch with what is "
                "real, or had a time of far too much energy and too little sleep, tell "
                "us early. A psychiatrist must look at that before anything is "
                "planned.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "Who needs a closer look"}),
        (
            "paragraph",
            (
                "<ul><li><b>Your heart and blood pressure.</b> In one clinic, 44 in "
                "100 patients reached a reading of 165/100 or more [6]. If yours runs "
                "high, we want it settled first.</li><li><b>Your breathing.</b> "
                "Ketamine can slow it [1]. Lung trouble, sleep apnea and medicines "
                "that make you drowsy all matter.</li><li><b>Your bladder, liver and "
                "kidneys.</b> Frequent use of ketamine is linked to a sore, inflamed "
                "bladder [7].</li><li><b>Alcohol and drugs, now or before.</b> "
                "Ketamine is a controlled drug, and misuse is a known risk [1]. We ask "
                "without judging.</li><li><b>Pregnancy and breastfeeding.</b> We do "
                "not offer infusions then.</li></ul>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>A yes to one of these does not always mean no. It means that a "
                "clinician must know, so that the two of you can weigh it.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "What the first conversation asks"}),
        (
            "paragraph",
            (
                "<p>A clinician talks with you for about 45 minutes, by phone or in "
                "person. Expect to be asked:</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<ul><li>What have you tried, for how long, and what did it do for "
                "you?</li><li>What do you take now? Count what you buy at the store, "
                "too.</li><li>Have you ever fainted, or had chest pain, a stroke or a "
                "seizure?</li><li>Do you drink? Do you use other drugs? Has either "
                "been hard to stop?</li><li>Could you be pregnant?</li><li>Who is "
                "beside you in this, and who could take you home?</li><li>What would "
                "have to change for you to say that it was worth it?</li></ul>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>You may skip a question. Some answers decide if we can go on, and "
                "we will tell you which ones.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "What to ask us, or any clinic"}),
        (
            "paragraph",
            (
                "<ul><li><b>Who watches me, and what are they trained in?</b> The "
                "American Society of Anesthesiologists asks for the same standards as "
                "for other anesthetics [8].</li><li><b>What if it does nothing?</b> In "
                "a hospital trial from 2025, infusions did no clearly better than a "
                "sedative [9].</li><li><b>What if it fades?</b> In one study, half of "
                "those who responded were unwell again 18 days after the last infusion "
                "[10].</li><li><b>What do we know about the long run?</b> A task force "
                "of psychiatrists found that data on it are limited "
                "[11].</li><li><b>What is the whole price?</b> Ask for each part, in "
                "writing.</li><li><b>What else could I try first?</b> Ask your own "
                "doctor this as well.</li></ul>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Be wary of a clinic that says no one gets addicted, or that the "
                "FDA backs ketamine for depression. When researchers looked at ads in "
                "Maryland in 2023, they found both [12].</p>"
            ),
        ),
        (
            "image",
            {
                "image": "forking-path",
                "alt_text": (
                    "A pale path divides in two before low hills, with "
                    "a blank signpost."
                ),
                "decorative": False,
                "caption": "Both ways are open, and you may stand here for a while.",
            },
        ),
        ("heading", {"level": "h2", "text": "If the answer is no, or not now"}),
        (
            "paragraph",
            (
                "<p>A no from us is about ketamine. It is not about you, and it is not "
                "the last door. There are other medicines, talk therapies and "
                "procedures. If you agree, we write to your doctor about what came up, "
                "so that you need not tell it all again.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>A yes can wait, too. Print this page. Show it to someone who knows "
                "you well, and sleep on it. The question will keep.</p>"
            ),
        ),
    ],
    "references": [
        "fda2023",
        "samhsa988",
        "ketalar",
        "ketalar-uk",
        "anand2023",
        "rodrigues2020",
        "morgan2012",
        "asa2025",
        "jelovac2025",
        "murrough2013b",
        "sanacora2017",
        "crane2023",
    ],
    "related": [
        "what-to-expect-at-a-visit",
        "ketamine-and-your-medicines",
        "side-effects-and-what-we-do",
    ],
    "picture": "forking-path",
    "search_description": (
        "Who should not have ketamine infusions, what a first medical conversation "
        "asks, and the questions to put to any clinic. An off-label use."
    ),
    "edited_by": "editor",
    "reviewed_by": "reviewer",
    "published_on": "2026-10-19",
    "reviewed_on": "2026-11-09",
}
