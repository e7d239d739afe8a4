"""The four services of the demo clinic."""

from clinic_site.demo.pain_service import PAIN

SERVICES = [
    {
        "slug": "ketamine-infusion",
        "title": "Ketamine infusion",
        "summary": (
            "A slow infusion over about 40 minutes in a quiet room, with your heart, "
            "breathing and blood pressure watched all through."
        ),
        "illustration": "drop",
        "picture": "one-drop",
        "body": [
            (
                "paragraph",
                (
                    "<p>Ketamine is an anesthetic. We give it in a small dose, slowly, "
                    "through a vein. For depression, anxiety, PTSD, OCD and lasting "
                    "pain this is an <b>off-label</b> use. The FDA has not approved "
                    "ketamine for any mental health condition [1].</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "Who it may suit"}),
            (
                "paragraph",
                (
                    "<p>Adults whose symptoms have not lifted with other care, and who "
                    "have a doctor or therapist to go on with. It starts with a "
                    "consultation. A clinician may say no, and tells you why.</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "How it is given"}),
            (
                "paragraph",
                (
                    "<p>In many trials the dose was 0.5 milligrams for each kilogram "
                    "of weight, over 40 minutes [2, 3]. Yours may differ. A nurse is "
                    "within reach all the time. We watch your blood pressure, pulse "
                    "and oxygen, as the ketamine label asks [4]. You rest until you "
                    "are steady, an adult takes you home, and you do not drive until "
                    "the next day.</p>"
                ),
            ),
            (
                "steps",
                {
                    "steps": [
                        {
                            "title": "You arrive",
                            "text": (
                                "<p>A nurse measures your blood pressure and asks what "
                                "you have eaten and taken.</p>"
                            ),
                        },
                        {
                            "title": "The infusion runs",
                            "text": (
                                "<p>You sit or lie back in a quiet room until it ends. "
                                "You can ask us to stop at any time.</p>"
                            ),
                        },
                        {
                            "title": "You rest",
                            "text": (
                                "<p>We look at you once more before you leave with the "
                                "adult who takes you home.</p>"
                            ),
                        },
                    ]
                },
            ),
            ("heading", {"level": "h2", "text": "What people ask us"}),
            (
                "questions",
                {
                    "questions": [
                        {
                            "question": "Will I be asleep?",
                            "answer": (
                                "<p>No. You stay awake, though you may feel far away "
                                "from the room for a while [5].</p>"
                            ),
                        },
                        {
                            "question": "May I bring somebody?",
                            "answer": (
                                "<p>Yes. Someone you trust may sit with you, and an "
                                "adult has to take you home.</p>"
                            ),
                        },
                    ]
                },
            ),
            ("heading", {"level": "h2", "text": "What to weigh"}),
            (
                "paragraph",
                (
                    "<p>Results differ from person to person and from trial to trial. "
                    "After one infusion, benefit often fades within two weeks [6]. "
                    "Feeling drowsy, dizzy, sick or detached is common, and blood "
                    "pressure goes up [5]. Ketamine can slow breathing, and it can be "
                    "abused or misused [1]. Frequent use can harm the bladder [7]. "
                    "Care over the long run has not been well studied [8].</p>"
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
                        "<b>988</b> at any hour [9]. We are not an emergency "
                        "service.</p>"
                    ),
                },
            ),
        ],
        "references": [
            "fda2023",
            "anand2023",
            "taylor2018",
            "ketalar",
            "rodrigues2020",
            "coyle2015",
            "morgan2012",
            "short2018",
            "samhsa988",
        ],
        "duration": "About two hours a visit, usually six visits",
        "price_note": (
            "$480 an infusion. Six infusions and the consultation come to $3,130 in "
            "full."
        ),
        "search_description": (
            "Ketamine infusions in Alexandria, Virginia: how they are given, who they "
            "may suit, the risks, and the full price. An off-label use."
        ),
    },
    {
        "slug": "depression",
        "title": "Depression",
        "summary": (
            "For adults whose depression has not lifted with at least two medicines. "
            "What trials found, and how long it tends to last."
        ),
        "illustration": "horizon",
        "picture": "first-light",
        "body": [
            (
                "paragraph",
                (
                    "<p>Ketamine infusions for depression are <b>off-label</b>: the "
                    "FDA has not approved them for this [1]. We offer them to adults "
                    "whose depression has not lifted after at least two medicines, as "
                    "one part of a wider plan.</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "What trials found"}),
            (
                "paragraph",
                (
                    "<p>In a trial of 73 people, 64 in 100 responded one day after "
                    "ketamine. With midazolam, a sedative, it was 28 in 100 [2]. Not "
                    "all trials agree. In 2025, a hospital study of 62 people found no "
                    "clear gain over midazolam [3].</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "How long it tends to last"}),
            (
                "paragraph",
                (
                    "<p>The effect of one infusion was no longer clear by two weeks "
                    "[4]. In a study of up to six infusions, half of those who "
                    "responded were unwell again 18 days after the last [5]. There are "
                    "few studies of long-term use [6]. So we plan the time afterward "
                    "with you, and with your own doctor, before the first visit.</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "What to weigh"}),
            (
                "paragraph",
                (
                    "<p>Drowsiness, dizziness, nausea and feeling detached are common, "
                    "and blood pressure rises [7]. Ketamine can slow breathing and can "
                    "be misused [1]. Frequent use can harm the bladder [8]. It is not "
                    "a way to handle a crisis.</p>"
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
                        "<b>988</b> at any hour [9]. We are not an emergency "
                        "service.</p>"
                    ),
                },
            ),
        ],
        "references": [
            "fda2023",
            "murrough2013",
            "jelovac2025",
            "coyle2015",
            "murrough2013b",
            "sanacora2017",
            "rodrigues2020",
            "morgan2012",
            "samhsa988",
        ],
        "duration": "Usually six visits over two to three weeks",
        "price_note": (
            "$480 an infusion. Six infusions and the consultation come to $3,130 in "
            "full."
        ),
        "search_description": (
            "Ketamine infusions for depression that has not lifted: what trials found, "
            "how long benefit lasts, risks and price. An off-label use."
        ),
    },
    {
        "slug": "anxiety-ptsd-ocd",
        "title": "Anxiety, PTSD and OCD",
        "summary": (
            "What small and conflicting studies say so far, what they do not, and how "
            "we decide together whether to try."
        ),
        "illustration": "waves",
        "picture": "settling-waves",
        "body": [
            (
                "paragraph",
                (
                    "<p>For anxiety, PTSD and OCD, ketamine infusions are "
                    "<b>off-label</b>. The FDA has not approved them for any of these "
                    "[1]. The evidence is also much thinner than for depression. You "
                    "should know that before you spend time and money.</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "What studies say so far"}),
            (
                "paragraph",
                (
                    "<ul><li><b>Anxiety.</b> In a trial of 18 adults with social "
                    "anxiety, staff saw a benefit. People’s own ratings did not differ "
                    "[2].</li><li><b>PTSD.</b> One trial of 30 people found a benefit "
                    "over midazolam [3]. A larger one, with 158, did not find a clear "
                    "effect on PTSD [4]. The VA and Defense Department guideline "
                    "suggests against it [5].</li><li><b>OCD.</b> In a trial of 15 "
                    "adults, half of those given ketamine first were responders after "
                    "one week, and none after placebo [6]. Fifteen people are "
                    "few.</li></ul>"
                ),
            ),
            ("heading", {"level": "h2", "text": "How we decide together"}),
            (
                "paragraph",
                (
                    "<p>A clinician asks what you have tried, and what your therapist "
                    "thinks. If there is a better studied treatment you have not had, "
                    "we say so. If we do try, we agree beforehand on what would count "
                    "as a change, and we look back after three infusions.</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "What to weigh"}),
            (
                "paragraph",
                (
                    "<p>The experience can feel strange, and for some people "
                    "frightening. Feeling drowsy, dizzy or detached is common, and "
                    "blood pressure rises [7]. Ketamine can slow breathing and can be "
                    "misused [1]. Frequent use can harm the bladder [8].</p>"
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
                        "<b>988</b> at any hour [9]. We are not an emergency "
                        "service.</p>"
                    ),
                },
            ),
        ],
        "references": [
            "fda2023",
            "taylor2018",
            "feder2021",
            "abdallah2022",
            "vadod-ptsd",
            "rodriguez2013",
            "rodrigues2020",
            "morgan2012",
            "samhsa988",
        ],
        "duration": "Usually six visits, with a look back after three",
        "price_note": (
            "$480 an infusion. Six infusions and the consultation come to $3,130 in "
            "full."
        ),
        "search_description": (
            "Ketamine infusions for anxiety, PTSD and OCD: what small and conflicting "
            "studies say, the risks and the price. An off-label use."
        ),
    },
    PAIN,
]
