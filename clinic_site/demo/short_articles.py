"""Two shorter articles: side effects, and what a visit is like."""

SIDE_EFFECTS = {
    "slug": "side-effects-and-what-we-do",
    "title": "Side effects of ketamine infusions, and what we do about them",
    "summary": (
        "Many people feel something during an infusion. Here is what may happen, what "
        "we watch for, and when to call us, your doctor or 911."
    ),
    "topics": ["safety", "treatment"],
    "key_points": [
        "Feeling drowsy, dizzy or detached is common during an infusion.",
        "Blood pressure goes up. We measure it before, during and after.",
        (
            "Frequent use can harm the bladder, and ketamine can be misused. Long-term "
            "effects of clinic care are not well studied."
        ),
        "Tell us everything you take. Some drugs add to the risk for your breathing.",
    ],
    "body": [
        (
            "paragraph",
            (
                "<p>Giving ketamine for mental health or for lasting pain is "
                "off-label. The FDA has not approved it for any mental health "
                "condition [1]. That makes it all the more important to be clear about "
                "what can go wrong.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "During the infusion"}),
        (
            "paragraph",
            (
                "<p>One clinic wrote up what 203 of its patients felt. About 56 in 100 "
                "were drowsy and 45 in 100 were dizzy. About 36 in 100 felt detached "
                "from their body or the room, and 13 in 100 felt sick to the stomach "
                "[2]. A review of 60 articles found that such effects came more often "
                "with ketamine than with placebo [3].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Feeling detached can be mild or strong. It is most often felt the "
                "first time [2]. A nurse stays within reach. If it is too much, say so "
                "or lift your hand. We can slow the infusion, pause it or stop it.</p>"
            ),
        ),
        ("heading", {"level": "h3", "text": "Blood pressure"}),
        (
            "paragraph",
            (
                "<p>Blood pressure has two numbers. Across studies, the upper one rose "
                "by about 13 points and the lower by about 8 [4]. Some people rise far "
                "more. In the clinic report, 44 in 100 reached a reading of 165/100 or "
                "more, and about one in eight of those needed medicine for it [2]. We "
                "measure before, during and after. If your reading is too high on the "
                "day, we wait or try another day.</p>"
            ),
        ),
        ("heading", {"level": "h3", "text": "Breathing"}),
        (
            "paragraph",
            (
                "<p>Ketamine can slow your breathing [1]. The risk grows with opioids, "
                "sedatives and other drugs that make you sleepy [5]. Alcohol counts as "
                "well, so do not drink on the day. We watch your oxygen all the time, "
                "with breathing equipment in the room.</p>"
            ),
        ),
        ("heading", {"level": "h3", "text": "Fear and confusion"}),
        (
            "paragraph",
            (
                "<p>Some people become confused, or see things that are not there [5]. "
                "Low light, few sounds and a calm voice may make this easier. If you "
                "have ever had psychosis or mania, tell us before we plan anything.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "After you go home"}),
        (
            "paragraph",
            (
                "<p>You may be tired or unsteady for the rest of the day. Go home with "
                "an adult. Do not drive, use machines, care for children alone or sign "
                "anything that matters until the next day. We call you the day after "
                "the first infusion.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "Risks that come with repeated use"}),
        (
            "paragraph",
            (
                "<ul><li><b>Bladder.</b> Frequent use is linked to an inflamed bladder "
                "with sores [6]. How often this happens with care in a clinic is not "
                "well known [3]. Tell us about pain, urgency or blood when you pass "
                "urine.</li><li><b>Memory.</b> Frequent use is linked to memory "
                "problems [6].</li><li><b>Abuse and misuse.</b> Ketamine is a "
                "controlled drug, in Schedule III, and it can be misused [1]. Some "
                "people who use it often cannot stop [6]. We ask about alcohol and "
                "drugs at each visit, and we do not send ketamine home.</li></ul>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Few studies have looked at long-term use [3]. So we plan a set "
                "number of infusions, and look at how you are doing before we offer "
                "any more.</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "safety",
                "title": "Before each visit, tell us",
                "text": (
                    "<p>Tell us about new medicines, alcohol or drugs, any illness, "
                    "chest pain, fainting, bladder trouble, or that you are or may be "
                    "pregnant. If we have to wait, it is to keep you from harm.</p>"
                ),
            },
        ),
        ("heading", {"level": "h2", "text": "What we do about them"}),
        (
            "paragraph",
            (
                "<p>The ketamine label asks for vital signs to be watched without a "
                "break [5]. The American Society of Anesthesiologists asks for the "
                "same standards as with other anesthetics [7]. Here that means a "
                "clinician trained in airway care on site, a nurse in the room, and a "
                "written check before you leave.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>No one can promise that you will have no side effects. We promise "
                "to tell you about them, to watch for them, and to write them down.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "When to call"}),
        (
            "paragraph",
            (
                "<p>Call us in office hours if a side effect lasts into the next day, "
                "or if something worries you. For chest pain, trouble breathing, "
                "fainting or a seizure, call 911 at once. Do not wait for us.</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "help",
                "title": "When to get help now",
                "text": (
                    "<p>If you or someone near you is in danger, call <b>911</b>. If "
                    "you are thinking of ending your life, call or text <b>988</b> at "
                    "any hour, or chat at 988lifeline.org [8]. We are not an emergency "
                    "service.</p>"
                ),
            },
        ),
    ],
    "references": [
        "fda2023",
        "rodrigues2020",
        "short2018",
        "vankawala2021",
        "ketalar",
        "morgan2012",
        "asa2025",
        "samhsa988",
    ],
    "related": [
        "ketamine-infusion-therapy-what-is-known",
        "what-to-expect-at-a-visit",
    ],
    "picture": "lighthouse",
    "search_description": (
        "Common and serious side effects of ketamine infusions, how a clinic watches "
        "for them, and when to call for help."
    ),
    "edited_by": "editor",
    "reviewed_by": "reviewer",
    "published_on": "2026-09-28",
    "reviewed_on": "2026-10-21",
}

A_VISIT = {
    "slug": "what-to-expect-at-a-visit",
    "title": "What to expect, from the first call to going home",
    "summary": (
        "Six steps, in order: your request, our call, a talk with a clinician, the day "
        "itself, the rest afterward, and the look back."
    ),
    "topics": ["treatment"],
    "key_points": [
        "You can ask with a name and one way to reach you. Health details can wait.",
        "A clinician looks at your health before anything is planned.",
        "Plan two hours for each infusion, and an adult to take you home.",
        "You can stop at any time, also in the middle.",
    ],
    "body": [
        ("heading", {"level": "h2", "text": "1. You ask"}),
        (
            "paragraph",
            (
                "<p>Fill in the request form or call us. Your name and one way to "
                "reach you are enough. Tell us when to call, and if we may leave a "
                "message. You do not have to write about your health.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "2. We call you"}),
        (
            "paragraph",
            (
                "<p>The page you see after you send says when we will first try, and "
                "from which number. An intake coordinator answers your questions about "
                "days, prices and how things work. Coordinators do not give medical "
                "advice. They will not press you.</p>"
            ),
        ),
        (
            "heading",
            {"level": "h2", "text": "3. A clinician looks at your health with you"},
        ),
        (
            "paragraph",
            (
                "<p>This talk takes about 45 minutes, by phone or in person. We ask "
                "what you have tried, which medicines you take, and about your heart, "
                "blood pressure, liver, kidneys and bladder. We ask about psychosis or "
                "mania, alcohol and drugs, and pregnancy or breastfeeding. People for "
                "whom higher blood pressure would be dangerous should not have "
                "ketamine [1].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Then we tell you what we think, and that may be no. You will hear "
                "that the use is <b>off-label</b>: the FDA has not approved ketamine "
                "for any mental health condition [2]. You will hear what trials found, "
                "and that benefit from one infusion often fades within two weeks [3]. "
                "If we go on, you get the plan and the full price in writing.</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "key",
                "title": "To bring with you",
                "text": (
                    "<p>A list of your medicines and doses, the name of your doctor or "
                    "therapist, someone to take you home, and loose clothes with short "
                    "sleeves. Ask us what to eat and drink beforehand.</p>"
                ),
            },
        ),
        ("heading", {"level": "h2", "text": "4. The infusion"}),
        (
            "paragraph",
            (
                "<p>We check how you are and take your blood pressure. A nurse places "
                "a small line in your arm or hand. You sit back in a reclining chair. "
                "You can have a blanket, low light, music, or quiet.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>In many trials the infusion ran for 40 minutes [4, 5]. Ours take "
                "about as long. We watch your blood pressure, pulse and oxygen all "
                "through, as the ketamine label asks [1]. Someone is always within "
                "reach.</p>"
            ),
        ),
        (
            "image",
            {
                "image": "first-light",
                "alt_text": "The sun comes up behind low hills over calm water.",
                "decorative": False,
                "caption": (
                    "Many people rest with their eyes closed. You can also ask us to "
                    "talk with you."
                ),
            },
        ),
        (
            "paragraph",
            (
                "<p>Time can feel slow, and sounds can seem far away. Feeling drowsy, "
                "dizzy or detached is common, and some people feel sick to the stomach "
                "[6]. Ketamine can also slow breathing, harm the bladder when used "
                "often, and be misused [2]. You can ask us to slow down or stop at any "
                "point, for any reason.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Blood pressure goes up during an infusion [6]. Ketamine can also "
                "slow your breathing, and it can be misused [2]. Frequent use can harm "
                "the bladder [7]. So we watch the first two all the time, and ask "
                "about the others before each visit.</p>"
            ),
        ),
        ("service_card", {"service": "ketamine-infusion"}),
        ("heading", {"level": "h2", "text": "5. You rest, then go home"}),
        (
            "paragraph",
            (
                "<p>You stay until your blood pressure has settled and you can stand "
                "and walk well. That is often 30 to 60 minutes. A nurse goes through a "
                "short list with you and the person who takes you home. You may not "
                "drive until the next day, after a night of sleep.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Keep the evening quiet. Eat lightly, drink water, and skip "
                "alcohol. Leave big decisions for another day. Our article on side "
                "effects lists what to look out for, and when to call.</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "help",
                "title": "When to get help now",
                "text": (
                    "<p>If you or someone near you is in danger, call <b>911</b>. If "
                    "you are thinking of ending your life, call or text <b>988</b> at "
                    "any hour, or chat at 988lifeline.org [8]. We are not an emergency "
                    "service.</p>"
                ),
            },
        ),
        ("heading", {"level": "h2", "text": "6. We look back together"}),
        (
            "paragraph",
            (
                "<p>We call you the day after the first infusion. You fill in a short "
                "list of questions about your mood before each visit, so that we can "
                "both see what changes. After the third infusion a clinician looks at "
                "it with you. If nothing has changed, we say so, and you need not pay "
                "for more.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>At the end we write to your doctor or therapist, if you agree. "
                "Relapse is common: in one study, half of those who responded were "
                "unwell again 18 days after the last infusion [9]. So the plan for "
                "afterward is part of the visit, not a surprise.</p>"
            ),
        ),
    ],
    "references": [
        "ketalar",
        "fda2023",
        "coyle2015",
        "anand2023",
        "taylor2018",
        "rodrigues2020",
        "morgan2012",
        "samhsa988",
        "murrough2013b",
    ],
    "related": ["side-effects-and-what-we-do", "what-a-course-costs"],
    "picture": "quiet-room",
    "search_description": (
        "What happens at a ketamine infusion visit: the first call, the medical "
        "review, the infusion itself, resting, and going home."
    ),
    "edited_by": "editor",
    "reviewed_by": "reviewer",
    "published_on": "2026-10-05",
    "reviewed_on": "2026-10-28",
}
