"""Bladder, memory and misuse: the risks of long use."""

LONG_TERM = {
    "slug": "bladder-memory-and-misuse-long-term-risks",
    "title": "Bladder, memory and misuse: the risks that come with time",
    "summary": (
        "What frequent use of ketamine can do, why we cannot say how often it "
        "happens in clinic care, what to watch for, and what to do if you use it "
        "elsewhere."
    ),
    "topics": ["safety"],
    "key_points": [
        (
            "Frequent use of ketamine is linked to a painful, inflamed bladder and "
            "to memory problems."
        ),
        "Ketamine is a controlled drug. Some people who use it often cannot stop.",
        "How often this happens with infusions in a clinic has not been well studied.",
        (
            "Tell us early about pain or blood when you pass urine, lapses of "
            "memory, or a pull toward more."
        ),
    ],
    "body": [
        (
            "paragraph",
            (
                "<p>Most pages on ketamine are about the first hour. This one is about "
                "the months and years. It is the part with the fewest answers, so we "
                "will be careful to say which is which.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Ketamine for a mental health condition is <b>off-label</b>, and "
                "the FDA has not approved it for that. In a warning from 2023, the FDA "
                "named misuse, slow breathing, a rise in blood pressure and bladder "
                "trouble among the risks [1].</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "Where the knowledge comes from"}),
        (
            "paragraph",
            (
                "<p>Most of what is known about long use comes from people who take "
                "ketamine often and on their own, not from clinics [2]. They do not "
                "take it the way a trial gives it. That makes two easy mistakes. One "
                "is to say that the same will happen to you. The other is to say that "
                "it cannot.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>We do not know how to turn one into the other. A review of 60 "
                "articles on ketamine for depression found that harm from long use had "
                "been poorly studied [3]. A task force of psychiatrists wrote the same "
                "about the long run in general [4]. Anyone who gives you a number here "
                "is guessing.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "The bladder"}),
        (
            "paragraph",
            (
                "<p>Frequent use is linked to an inflamed bladder with sores in its "
                "wall [2]. How often it comes to that with clinic care is not well "
                "known [3]. Ask yourself three things now and then:</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<ul><li>Do you have to go more often, by day or at "
                "night?</li><li>Does it burn or ache when you go?</li><li>Is there "
                "blood, or a pink color?</li></ul>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>We ask the same three before each infusion. If one of them is a "
                "yes, we wait and send you to have it looked at. Stopping early is the "
                "one step that is always open to us.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "Memory and thinking"}),
        (
            "paragraph",
            (
                "<p>Frequent use is also linked to memory problems [2]. For infusions "
                "in a clinic, the studies are too few and too short to say [3].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Many things can cloud the memory, so a lapse alone does not tell "
                "us its cause. It helps to know where you began. Before the first "
                "visit, write down how you manage now: names, keys, bills, the plot of "
                "a film. Someone who lives with you may notice a change before you "
                "do.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "Misuse"}),
        (
            "paragraph",
            (
                "<p>Ketamine is a Schedule III drug. That means the law controls it, "
                "because people can come to misuse it [1]. Some who use it often have "
                "tried to stop and could not [2].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>It can start for a good reason. The infusion helped, it faded, and "
                "the next date is far off. Relapse is common: in one study, half of "
                "those who responded were unwell again 18 days after the last infusion "
                "[5]. To want more at such a time is human. It is also the moment to "
                "call us, and not to look for it elsewhere.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>If you have been in trouble with alcohol or drugs, tell us. It "
                "does not shut the door by itself. It changes what we plan, and who "
                "should be at the table.</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "safety",
                "title": "Why we do not send ketamine home",
                "text": (
                    "<p>The FDA has warned about ketamine taken at home, where no one "
                    "watches your breathing and your blood pressure [1]. We give it "
                    "here, with trained staff, and we count what we give. The American "
                    "Society of Anesthesiologists asks for the same standards as for "
                    "other anesthetics [6].</p>"
                ),
            },
        ),
        (
            "image",
            {
                "image": "low-tide",
                "alt_text": (
                    "The tide has gone out and left lines and pools in pale sand."
                ),
                "decorative": False,
                "caption": "Some things can be seen only with time.",
            },
        ),
        ("heading", {"level": "h2", "text": "Repeated infusions"}),
        (
            "paragraph",
            (
                "<p>In one trial, people who had responded went on with weekly "
                "infusions, and the gains held while they lasted [7]. That trial was "
                "small, with 41 people, and was not made to look for harm over "
                "years.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>So each further series is a new choice, with less to go on than "
                "the first. We ask what the last one did, for how long, and what else "
                "has changed. If the gaps get shorter each time, we stop and talk. We "
                "keep a count of all your infusions, and you can see it.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "If you use ketamine elsewhere"}),
        (
            "paragraph",
            (
                "<p>You can tell us. We will not lecture, and it stays in your record. "
                "If you want to use less or to stop, your doctor can help you find "
                "care near you. Do not try to make up for a missed infusion with "
                "ketamine from the street. No one can say what is in it or how strong "
                "it is.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>See a doctor soon for blood in the urine, for pain that keeps you "
                "up, or when you cannot pass urine. If someone who has taken ketamine "
                "breathes slowly or cannot be woken, call 911.</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "help",
                "title": "When to get help now",
                "text": (
                    "<p>If all this has worn you down, you can talk to someone at any "
                    "hour. Call or text <b>988</b>, or chat at 988lifeline.org [8]. If "
                    "someone is in danger, call <b>911</b>. We are not an emergency "
                    "service.</p>"
                ),
            },
        ),
    ],
    "references": [
        "fda2023",
        "morgan2012",
        "short2018",
        "sanacora2017",
        "murrough2013b",
        "asa2025",
        "phillips2019",
        "samhsa988",
    ],
    "related": [
        "side-effects-and-what-we-do",
        "ketamine-and-your-medicines",
        "is-ketamine-right-for-me",
    ],
    "picture": "low-tide",
    "search_description": (
        "Long-term risks of ketamine: bladder harm, memory problems and misuse. "
        "What is known from frequent use, what is not known for clinic care, and "
        "signs."
    ),
    "edited_by": "editor",
    "reviewed_by": "reviewer",
    "published_on": "2026-11-12",
    "reviewed_on": "2026-11-20",
}
