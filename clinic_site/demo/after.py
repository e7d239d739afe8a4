"""The first day after an infusion, and the weeks that follow."""

AFTER = {
    "slug": "after-the-infusion",
    "title": "After the infusion: the first day and the weeks that follow",
    "summary": (
        "How the rest of the day may feel, when you can drive and work again, what "
        "it may mean if the mood lifts or does not, and when to call."
    ),
    "topics": ["treatment", "depression"],
    "key_points": [
        (
            "Go home with an adult. Do not drive until the next day, after a night "
            "of sleep."
        ),
        "A lift in mood may come within a day, or not at all. Neither is your doing.",
        (
            "The benefit of one infusion often fades within two weeks. Make a plan "
            "for that early."
        ),
        (
            "Chest pain, trouble breathing, fainting or a seizure: call 911. Dark "
            "thoughts: call or text 988."
        ),
    ],
    "body": [
        (
            "paragraph",
            (
                "<p>The infusion itself is short. What comes after it is your life: "
                "the ride home, the evening, the next morning, the third week. This "
                "page goes through them in order.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>As everywhere on this site, we say this first. Ketamine for a "
                "mental health condition is <b>off-label</b>. The FDA has not approved "
                "it for that [1].</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "The rest of the day"}),
        (
            "paragraph",
            (
                "<p>You may feel tired, slow or a little unsteady. In a report on 203 "
                "clinic patients, 56 in 100 felt drowsy and 45 in 100 felt dizzy "
                "around an infusion. About 36 in 100 felt detached, as if they were "
                "not quite in the room [2].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Before you leave, a nurse checks that your blood pressure has "
                "settled and that you walk well. The British ketamine label asks that "
                "an adult go with you [3]. We ask the same. Someone should also be "
                "able to look in on you that evening.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Keep the day small. Eat lightly and drink water. Have no alcohol. "
                "Leave the stove, the ladder and the big talk for tomorrow. If you "
                "look after small children, let another adult be in charge until the "
                "morning.</p>"
            ),
        ),
        (
            "image",
            {
                "image": "evening-moon",
                "alt_text": (
                    "The moon stands low over a bay; a small house has one lit window."
                ),
                "decorative": False,
                "caption": "A quiet evening, with someone near, is plan enough.",
            },
        ),
        ("heading", {"level": "h3", "text": "Driving"}),
        (
            "paragraph",
            (
                "<p>Do not drive, ride a bike in traffic or use machines until the "
                "next day, after a night of sleep. You may feel clear well before your "
                "reactions are. If you still feel foggy in the morning, wait longer "
                "and call us.</p>"
            ),
        ),
        ("heading", {"level": "h3", "text": "Sleep"}),
        (
            "paragraph",
            (
                "<p>We cannot tell you how the first night will be. We know of no "
                "study that can. A dark room and a dull book are a fair plan. If you "
                "take something to sleep, ask beforehand if you may have it that "
                "night. Together with ketamine, drugs that make you sleepy can slow "
                "your breathing [4].</p>"
            ),
        ),
        ("heading", {"level": "h3", "text": "Work"}),
        (
            "paragraph",
            (
                "<p>Take the day off if you can. Plan nothing hard for the next "
                "morning. If your work puts you or others at risk, such as driving or "
                "roofing, ask the clinician before you book the visit.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "The next few days"}),
        (
            "paragraph",
            (
                "<p>Trials often look for benefit after 24 hours [5, 6]. That can make "
                "the first days feel like waiting for a verdict. They are not one. "
                "Some people notice a lift. Some notice only that small things take "
                "less effort. Some notice nothing.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>In a trial of 73 people, 64 in 100 responded one day after "
                "ketamine, and 28 in 100 after a sedative [5]. Read that the other way "
                "around as well: more than a third of those who had ketamine did not "
                "respond. In a hospital trial from 2025, a whole series of infusions "
                "did no clearly better than a sedative [7]. If nothing changes for "
                "you, you have not failed at it.</p>"
            ),
        ),
        (
            "figure",
            {
                "image": "one-day-later",
                "alt_text": (
                    "Of 100 people, 64 responded one day after ketamine, and 28 one "
                    "day after midazolam, a sedative."
                ),
                "caption": (
                    "Each dot is one person of 100; the dark ones responded. The trial "
                    "had 73 people, and not all trials agree [5, 7]."
                ),
                "source": "Murrough and others, 2013 [5]",
            },
        ),
        (
            "paragraph",
            (
                "<p>We call you the day after the first infusion. Tell us what "
                "happened, also if it is odd or hard to put into words.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "How the benefit fades"}),
        (
            "paragraph",
            (
                "<p>This is the part that people wish they had heard sooner. After a "
                "single infusion, benefit has been seen for up to a week. At two weeks "
                "it was no longer clear [8]. A series may hold it for longer, but "
                "relapse is common. In one study, half of those who responded were "
                "unwell again 18 days after the last infusion [9].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>It may come back slowly: first sleep, perhaps, then the mornings, "
                "then the wish to see anyone. It helps to have someone else who knows "
                "the signs. Write down your own early signs while you feel well, and "
                "give the list to that person.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<ul><li>Keep your other treatment going, and your next talk with your "
                "therapist.</li><li>Do not stop a medicine because you feel "
                "better.</li><li>Know beforehand what we would do next, and what it "
                "would cost.</li><li>Do not take ketamine from anywhere else to make "
                "it last. It can be misused, it can slow your breathing and raise your "
                "blood pressure [1], and frequent use can harm the bladder "
                "[10].</li></ul>"
            ),
        ),
        ("heading", {"level": "h2", "text": "When to call"}),
        (
            "paragraph",
            (
                "<p>Call us in office hours if you still feel detached, confused or "
                "sick the next day. Call us too if passing urine hurts, or if you see "
                "blood in it. If a headache or your blood pressure worries you, do not "
                "wait for the next visit.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Call 911 at once for chest pain, trouble breathing, fainting, a "
                "seizure, or if you see or hear things that frighten you and do not "
                "stop.</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "help",
                "title": "When to get help now",
                "text": (
                    "<p>A bad day after a good one can feel worse than before. If you "
                    "are thinking of ending your life, or need someone to talk to, "
                    "call or text <b>988</b> at any hour, or chat at 988lifeline.org "
                    "[11]. In danger, call <b>911</b>. We are not an emergency "
                    "service.</p>"
                ),
            },
        ),
    ],
    "references": [
        "fda2023",
        "rodrigues2020",
        "ketalar-uk",
        "ketalar",
        "murrough2013",
        "phillips2019",
        "jelovac2025",
        "coyle2015",
        "murrough2013b",
        "morgan2012",
        "samhsa988",
    ],
    "related": [
        "what-to-expect-at-a-visit",
        "side-effects-and-what-we-do",
        "ketamine-infusion-therapy-what-is-known",
    ],
    "picture": "evening-moon",
    "search_description": (
        "The day after a ketamine infusion and the weeks that follow: driving, "
        "work, sleep, how benefit fades, and when to call for help. Off-label use."
    ),
    "edited_by": "editor",
    "reviewed_by": "reviewer",
    "published_on": "2026-11-02",
    "reviewed_on": "2026-11-16",
}
