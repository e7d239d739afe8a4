"""What small and conflicting studies say on anxiety, PTSD and OCD."""

ANXIETY_PTSD_OCD = {
    "slug": "anxiety-ptsd-and-ocd-what-studies-show",
    "title": "Anxiety, PTSD and OCD: what the studies show so far",
    "summary": (
        "A handful of small studies, and some that disagree. What was tried, in "
        "how many people, what came of it, and what that can and cannot tell you."
    ),
    "topics": ["anxiety-and-ptsd"],
    "key_points": [
        (
            "For anxiety, PTSD and OCD, ketamine infusions are off-label: the FDA "
            "has not approved them."
        ),
        "Studies of anxiety and OCD had 12 to 18 people each. That is very few.",
        "Trials for PTSD conflict. The largest found no clear effect on PTSD.",
        (
            "A national guideline suggests against ketamine for PTSD. Talk "
            "therapies come first."
        ),
    ],
    "body": [
        (
            "paragraph",
            (
                "<p>If you live with anxiety, PTSD or OCD, you may have read that "
                "ketamine helps. Some studies do point that way. They are small, and "
                "not all of them agree. Here they are, one by one, so that you can "
                "judge for yourself.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>For all three, infusions are <b>off-label</b>. The FDA has not "
                "approved ketamine for any mental health condition [1].</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "How to read a small study"}),
        (
            "paragraph",
            (
                "<p>Picture twelve people in a room. If eight feel better, that is two "
                "in three. If two of them had a good week for some other reason, it is "
                "half. With so few, a little luck moves the result a lot.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>There is also the problem of guessing. Ketamine feels like "
                "something. People who float above their chair know that they did not "
                "get salt water. Against a sedative that you can also feel, the effect "
                "on depression looked much smaller than against salt water [2]. Keep "
                "both points in mind as you read on.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "Anxiety"}),
        ("paragraph", "<p>Two small studies are often named.</p>"),
        (
            "paragraph",
            (
                "<ul><li><b>Social anxiety.</b> Eighteen adults had ketamine and a "
                "placebo, at different times. Staff rated a third of them as "
                "responders after ketamine, and none after placebo. But the people’s "
                "own ratings of their anxiety did not differ [3].</li><li><b>Anxiety "
                "that treatment had not helped.</b> Twelve people had shots of "
                "ketamine under the skin, not infusions. Ten responded to the higher "
                "doses, for up to a week [4].</li></ul>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>That is thirty people in all, and one of the studies did not even "
                "use infusions. It is enough to go on studying. It is not enough to "
                "say who would benefit.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "Post-traumatic stress (PTSD)"}),
        (
            "paragraph",
            (
                "<p>Here there are more studies. They pull in different directions, "
                "and the largest found the least [5].</p>"
            ),
        ),
        (
            "table",
            {
                "caption": "Trials of ketamine infusions for PTSD",
                "columns": [
                    {"type": "text", "heading": "Trial"},
                    {"type": "text", "heading": "Compared with"},
                    {"type": "text", "heading": "What it found"},
                ],
                "rows": [
                    {
                        "values": (
                            "41 people, one infusion [6]",
                            "A sedative",
                            "Symptoms were lower a day after ketamine",
                        )
                    },
                    {
                        "values": (
                            "30 people, six infusions [7]",
                            "A sedative",
                            "67 in 100 responded, against 20 in 100",
                        )
                    },
                    {
                        "values": (
                            "158 veterans and service members, eight infusions [5]",
                            "A placebo; two doses were tried",
                            "No clear effect on PTSD",
                        )
                    },
                ],
            },
        ),
        (
            "paragraph",
            (
                "<p>In the middle trial, half of those who responded lost the effect "
                "within about four weeks [7]. In the largest, the higher dose did help "
                "with depression, though not clearly with PTSD [5].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>A review then put six trials together. It found a small benefit. "
                "When the authors allowed for bias, they could no longer be sure of it "
                "[8]. The VA and Defense Department guideline of 2023 suggests against "
                "ketamine for PTSD, and puts certain talk therapies first [9].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>If you have not had a full course of one of those therapies, we "
                "will ask you why. It may have been too hard to find, or too hard to "
                "bear. Either is worth talking about, and neither is a fault.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "OCD"}),
        (
            "paragraph",
            (
                "<p>One trial stands alone. Fifteen adults with OCD had ketamine or a "
                "placebo. A week later, half of the eight who had ketamine first were "
                "responders. Of the seven who had the placebo first, none were [10]. "
                "The authors called it a first test of the idea. Eight people cannot "
                "carry more than that.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "What else to weigh"}),
        (
            "paragraph",
            (
                "<p>An infusion can stir things up. Some people become confused, or "
                "see things that are not there [11]. If fear or old memories are what "
                "you came with, that can be rough. A nurse stays within reach, and you "
                "can stop at any time.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>In a report on clinic patients, 56 in 100 felt drowsy and about 36 "
                "in 100 felt detached. Blood pressure rose, and 44 in 100 reached "
                "165/100 or more [12]. Ketamine can slow your breathing and can be "
                "misused [1]. Frequent use can harm the bladder and the memory "
                "[13].</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "help",
                "title": "When to get help now",
                "text": (
                    "<p>If a memory or a fear is too much right now, you do not have "
                    "to be alone with it. Call or text <b>988</b> at any hour, or chat "
                    "at 988lifeline.org [14]. If someone is in danger, call "
                    "<b>911</b>.</p>"
                ),
            },
        ),
        ("heading", {"level": "h2", "text": "What this means for you"}),
        (
            "paragraph",
            (
                "<p>It means that no one can tell you the odds. We can tell you what "
                "was tried, and in how many. If you go on, treat it as a trial of your "
                "own. Agree with us beforehand on what would count as a change in "
                "daily life: a night without checking the door, or a trip to the "
                "store. We look at it together after three infusions.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>If it has not moved by then, we stop and say so. Your therapist "
                "should be part of this from the start.</p>"
            ),
        ),
    ],
    "references": [
        "fda2023",
        "wilkinson2019",
        "taylor2018",
        "glue2017",
        "abdallah2022",
        "feder2014",
        "feder2021",
        "borgogna2024",
        "vadod-ptsd",
        "rodriguez2013",
        "ketalar",
        "rodrigues2020",
        "morgan2012",
        "samhsa988",
    ],
    "related": [
        "is-ketamine-right-for-me",
        "ketamine-infusion-therapy-what-is-known",
        "after-the-infusion",
    ],
    "picture": "settling-waves",
    "search_description": (
        "Ketamine infusions for anxiety, PTSD and OCD: study by study, how many "
        "people took part, what was found and why results conflict. Off-label use."
    ),
    "edited_by": "editor",
    "reviewed_by": "reviewer",
    "published_on": "2026-11-09",
    "reviewed_on": "2026-11-19",
}
