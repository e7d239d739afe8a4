"""The long article: what is known about ketamine infusions."""

from clinic_site.demo.trials import TRIALS

LONG_ARTICLE = {
    "slug": "ketamine-infusion-therapy-what-is-known",
    "title": "Ketamine infusion therapy for mental health: what is known",
    "summary": (
        "For some people whose depression has not lifted, ketamine can ease it within "
        "a day. The effect often fades, the risks are real, and it is not for "
        "everyone. Here is what studies show, and what they do not."
    ),
    "topics": ["treatment", "depression", "anxiety-and-ptsd"],
    "key_points": [
        (
            "Ketamine is an approved anesthetic. Giving it for depression, anxiety or "
            "PTSD is off-label: the FDA has not approved it for that."
        ),
        (
            "In trials, some people with depression felt better within a day. The "
            "effect of one infusion faded within about two weeks."
        ),
        (
            "The evidence is strongest for depression. For PTSD the studies conflict. "
            "For anxiety they are few and small."
        ),
        (
            "Side effects are common during an infusion. Blood pressure, breathing, "
            "the bladder and the risk of misuse all need care."
        ),
        (
            "It is not emergency care. In a crisis, call or text 988. In danger, call "
            "911."
        ),
    ],
    "body": [
        ("heading", {"level": "h2", "text": "What it is, and what off-label means"}),
        (
            "paragraph",
            (
                "<p>Ketamine is an anesthetic. The FDA has approved it as an injection "
                "that puts people to sleep for surgery [1, 2]. Some clinics also give "
                "a small dose of it, slowly, through a vein. That is called an "
                "infusion.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Giving it for a mental health condition is <b>off-label</b>. The "
                "FDA has not approved it for that use [2, 3]. The law lets doctors use "
                "an approved drug in this way when they judge that it fits one person. "
                "You should know this before you decide, so we say it first.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>This page is about infusions only. Esketamine nasal spray is a "
                "different product [4]. Studies of the spray do not count as studies "
                "of infusions.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "How ketamine may work"}),
        (
            "paragraph",
            (
                "<p>Nerve cells talk to each other with chemical signals. One of these "
                "is glutamate. Ketamine blocks a docking place for glutamate called "
                "the NMDA receptor [5]. What happens after that is not fully known.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Much of what we know comes from animals. In rats, ketamine "
                "switched on a signal inside nerve cells. New contact points then "
                "formed between cells at the front of the brain [6]. In mice, the "
                "quick effect needed a protein called BDNF to be made [7]. The full "
                "name is brain-derived neurotrophic factor.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>These are useful clues, but rats and mice are not people. No one "
                "can say yet that the same steps explain why a person’s mood lifts.</p>"
            ),
        ),
        (
            "image",
            {
                "image": "one-drop",
                "alt_text": (
                    "A drop has just touched still water at dawn, and rings move "
                    "outward."
                ),
                "decorative": False,
                "caption": (
                    "One signal can set off many others. Which of them matter in "
                    "people is still being studied."
                ),
                "source": "drawn for this site",
            },
        ),
        ("heading", {"level": "h2", "text": "What a visit is like"}),
        (
            "paragraph",
            (
                "<p>You sit in a reclining chair in a quiet room. A nurse places a "
                "small line in a vein. In many trials the dose was 0.5 milligrams for "
                "each kilogram of weight, given over 40 minutes [8, 9]. Your clinician "
                "sets your own dose with you.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>We watch your blood pressure, pulse and oxygen from start to "
                "finish. The ketamine label asks for this, and for breathing equipment "
                "close at hand [1]. The American Society of Anesthesiologists asks "
                "clinics to keep the same standards as for other anesthetics [10].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>You may feel light, dreamy or apart from your body. Some people do "
                "not mind it. Others find it strange or frightening. It is most often "
                "felt at the first infusion [11]. You rest with us until you are "
                "steady. Someone else takes you home, and you do not drive until the "
                "next day.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "What studies show"}),
        ("heading", {"level": "h3", "text": "Depression"}),
        (
            "paragraph",
            (
                "<p>This is the best studied use. In the first small trial, seven "
                "people finished. On average, their symptom scores fell within three "
                "days of ketamine, and did not change after salt water [12]. In a "
                "later trial of 73 people, 64 in 100 responded one day after ketamine. "
                "After midazolam, a sedative used for comparison, 28 in 100 did "
                "[13].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Not every trial agrees. A 2025 study followed 62 people in a "
                "hospital. Up to eight infusions did no clearly better than midazolam "
                "[14].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>One trial of 403 people compared ketamine with electroconvulsive "
                "therapy (ECT). It asked if ketamine was no worse than ECT, and by "
                "that measure it was not worse. Everyone knew what they were given. No "
                "one had a placebo, and people with psychosis could not join [8]. So "
                "it does not show which one is better.</p>"
            ),
        ),
        ("heading", {"level": "h3", "text": "How long the benefit lasts"}),
        (
            "paragraph",
            (
                "<p>After one infusion, benefit has been seen from four hours to seven "
                "days. By two weeks it was no longer clear [15]. In one early trial, "
                "12 of 17 people responded the next day. A week later, six still did "
                "[5].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>A series may hold it longer. In one study, 24 people had up to six "
                "infusions and most of them responded. Half of those who did were "
                "unwell again 18 days after the last one [16]. There was no comparison "
                "group. In another trial, weekly infusions kept up the gains of people "
                "who had responded [17].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>So a course is not a one-time fix. Keep the treatment you already "
                "have, and do not stop a medicine on your own. Ask early what the plan "
                "is if symptoms come back.</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "help",
                "title": "When to get help now",
                "text": (
                    "<p>If you or someone near you is in danger, call <b>911</b>. If "
                    "you are thinking of ending your life, or just need to talk, call "
                    "or text <b>988</b> at any hour, or chat at 988lifeline.org [18]. "
                    "We are not an emergency service, and no one watches our request "
                    "form around the clock.</p>"
                ),
            },
        ),
        ("heading", {"level": "h3", "text": "Anxiety"}),
        (
            "paragraph",
            (
                "<p>Here the studies are very small. In one, 18 adults with social "
                "anxiety had both ketamine and a placebo, at different times. Staff "
                "rated a third of them as responders after ketamine, and none after "
                "placebo. People’s own ratings of their anxiety did not differ [9]. In "
                "another, 12 people had injections under the skin, not infusions. Ten "
                "responded, for up to a week [19]. That is too little to say who may "
                "benefit.</p>"
            ),
        ),
        ("heading", {"level": "h3", "text": "Post-traumatic stress (PTSD)"}),
        (
            "paragraph",
            (
                "<p>The trials conflict. In one with 30 people, 67 in 100 responded to "
                "six infusions, against 20 in 100 with midazolam. Half of the "
                "responders lost the effect within about four weeks [20]. A larger "
                "trial of 158 veterans and service members tried two doses. It found "
                "no clear effect on PTSD, though the higher dose did help depression "
                "[21].</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>A review of six trials found a small benefit, and could not be "
                "sure of it [22]. The VA and Defense Department guideline of 2023 "
                "suggests against ketamine for PTSD, and puts certain talk therapies "
                "first [23]. We will tell you this in person, too.</p>"
            ),
        ),
        ("heading", {"level": "h3", "text": "Five trials side by side"}),
        ("table", TRIALS),
        ("heading", {"level": "h2", "text": "Side effects and risks"}),
        (
            "paragraph",
            (
                "<p>In a report on 203 clinic patients, 56 in 100 felt drowsy and 45 "
                "in 100 felt dizzy. About 36 in 100 felt detached, and 13 in 100 felt "
                "sick to the stomach [11]. Other risks are less common or come "
                "later:</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<ul><li><b>Blood pressure</b> goes up, on average by about 13 points "
                "for the upper number and 8 for the lower [24]. Some people need "
                "medicine for it [11].</li><li><b>Breathing</b> can slow down [2], "
                "above all together with opioids or sedatives [1].</li><li><b>The "
                "mind:</b> some people become confused, or see things that are not "
                "there [1].</li><li><b>The bladder:</b> frequent use is linked to a "
                "painful, inflamed bladder and to memory problems "
                "[25].</li><li><b>Misuse:</b> ketamine is a controlled drug that can "
                "be abused [2]. Some people who use it often have tried to stop and "
                "failed [25].</li></ul>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>Ketamine is not for people who would be in danger if their blood "
                "pressure rose [1]. We also ask about your heart, stroke, liver, "
                "kidneys, psychosis or mania, alcohol and drug use, and pregnancy or "
                "breastfeeding. A yes does not always rule it out. It means a "
                "clinician must look first.</p>"
            ),
        ),
        (
            "callout",
            {
                "kind": "safety",
                "title": "Not at home, and not alone",
                "text": (
                    "<p>The FDA has warned about ketamine taken at home, where no one "
                    "is watching [2]. Every infusion here is given and watched by "
                    "clinicians.</p>"
                ),
            },
        ),
        ("heading", {"level": "h2", "text": "What research still does not know"}),
        (
            "paragraph",
            (
                "<ul><li><b>The long run.</b> Few studies have followed people for "
                "long, or looked hard at harm from repeated use [26, "
                "27].</li><li><b>How large the effect is.</b> On day one it looks much "
                "smaller against a sedative than against salt water [28]. People may "
                "guess which one they had.</li><li><b>Its place.</b> Experts accept "
                "that it can act quickly. They are less sure where it belongs among "
                "other treatments [4].</li></ul>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>We will not guess about other forms of ketamine, or about adding "
                "talk therapy to it. When good studies come, a clinician will review "
                "this page again.</p>"
            ),
        ),
        ("heading", {"level": "h2", "text": "What to do next"}),
        (
            "paragraph",
            (
                "<p>Talk with the doctor or therapist who knows you best. Ask what "
                "else you could try, and what they think of this. Write down your "
                "medicines and your questions.</p>"
            ),
        ),
        (
            "paragraph",
            (
                "<p>If you would like to talk with us, you can request a consultation. "
                "A coordinator calls you, and a clinician goes through your health "
                "with you. You get the full price in writing. There is no pressure to "
                "begin, and it is fine to say no.</p>"
            ),
        ),
    ],
    "references": [
        "ketalar",
        "fda2023",
        "crane2023",
        "mcintyre2021",
        "zarate2006",
        "li2010",
        "autry2011",
        "anand2023",
        "taylor2018",
        "asa2025",
        "rodrigues2020",
        "berman2000",
        "murrough2013",
        "jelovac2025",
        "coyle2015",
        "murrough2013b",
        "phillips2019",
        "samhsa988",
        "glue2017",
        "feder2021",
        "abdallah2022",
        "borgogna2024",
        "vadod-ptsd",
        "vankawala2021",
        "morgan2012",
        "short2018",
        "sanacora2017",
        "wilkinson2019",
    ],
    "related": [
        "side-effects-and-what-we-do",
        "what-to-expect-at-a-visit",
        "what-a-course-costs",
    ],
    "picture": "light-through-water",
    "search_description": (
        "How ketamine infusions may work, what trials show for depression, anxiety and "
        "PTSD, how long benefit lasts, the risks, and what is not known."
    ),
    "edited_by": "editor",
    "reviewed_by": "reviewer",
    "published_on": "2026-09-14",
    "reviewed_on": "2026-11-03",
}
