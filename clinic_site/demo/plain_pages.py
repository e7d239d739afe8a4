"""About, review, privacy and estimates pages of the demo clinic."""

PLAIN_PAGES = [
    {
        "slug": "about",
        "title": "About the clinic",
        "summary": (
            "A small team, one kind of care, and plain words about what it can and "
            "cannot do."
        ),
        "body": [
            (
                "paragraph",
                (
                    "<p>Nova Health Recovery is a small clinic in Alexandria, "
                    "Virginia. We give ketamine infusions to adults, most of them for "
                    "depression that has not lifted with other treatment. This use is "
                    "off-label: the FDA has not approved ketamine for it.</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "How we work"}),
            (
                "paragraph",
                (
                    "<ul><li>A clinician meets you before anything is planned, and may "
                    "say no.</li><li>You get the full price in writing before you "
                    "book.</li><li>Clinicians are with you during each infusion and "
                    "while you rest.</li><li>We keep your own doctor or therapist "
                    "informed, if you agree.</li><li>We tell you what is not "
                    "known.</li></ul>"
                ),
            ),
            ("heading", {"level": "h2", "text": "What we do not do"}),
            (
                "paragraph",
                (
                    "<p>We are not an emergency service. We do not treat people under "
                    "18. We do not send ketamine home. We do not bill insurance.</p>"
                ),
            ),
            (
                "callout",
                {
                    "kind": "help",
                    "title": "If you need help now",
                    "text": (
                        "<p>In danger, call <b>911</b>. To talk with a trained "
                        "counselor at any hour, call or text <b>988</b>.</p>"
                    ),
                },
            ),
            ("heading", {"level": "h2", "text": "About this website"}),
            (
                "paragraph",
                (
                    "<p>This is a demonstration. The clinic, its people, address, "
                    "prices and phone number are made up. The studies we cite are "
                    "real.</p>"
                ),
            ),
        ],
    },
    {
        "slug": "how-we-review-our-articles",
        "title": "How we review our articles",
        "summary": (
            "Who writes them, who checks them, when they are looked at again, and how "
            "to tell us about a mistake."
        ),
        "body": [
            ("heading", {"level": "h2", "text": "Two people for each article"}),
            (
                "paragraph",
                (
                    "<p>An editor writes. A clinician, the medical reviewer, checks. "
                    "The editor and the reviewer are never the same person. The "
                    "reviewer’s name and the date stand at the top of the article.</p>"
                ),
            ),
            (
                "paragraph",
                (
                    "<p>The review belongs to the exact words. If a word changes "
                    "later, the article needs a new review. The date never moves on "
                    "its own.</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "What the reviewer looks for"}),
            (
                "paragraph",
                (
                    "<ul><li>Each medical fact has a reference, and the reference says "
                    "what we say it says.</li><li>The article says clearly that the "
                    "use is off-label.</li><li>Risks stand beside benefits. They "
                    "include misuse, bladder, breathing and blood "
                    "pressure.</li><li>Animal studies are called animal "
                    "studies.</li><li>Nothing is promised.</li></ul>"
                ),
            ),
            ("heading", {"level": "h2", "text": "Where the facts come from"}),
            (
                "paragraph",
                (
                    "<p>We use studies in journals with peer review, labels of "
                    "approved drugs, and documents of public bodies and medical "
                    "societies. In some cases we have read the summary of a study and "
                    "not the whole paper. We do not cite advertisements.</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "When we look again"}),
            (
                "paragraph",
                (
                    "<p>Every article is due for a new look after six months, and "
                    "sooner when a large study comes out. If a review is late, the "
                    "article says so.</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "Found a mistake?"}),
            (
                "paragraph",
                (
                    "<p>Please write to hello@novahealth.example and name the article. "
                    "A person reads it. Do not send health details by email.</p>"
                ),
            ),
        ],
    },
    {
        "slug": "privacy-practices",
        "title": "Privacy practices",
        "summary": (
            "What we keep when you ask for a consultation, who may open it, how long "
            "we keep it, and what this website does not do."
        ),
        "body": [
            (
                "callout",
                {
                    "kind": "key",
                    "title": "This notice is a draft",
                    "text": (
                        "<p>Words in [brackets] are for the clinic and its lawyer to "
                        "complete before the site is used for real.</p>"
                    ),
                },
            ),
            ("heading", {"level": "h2", "text": "When you read this site"}),
            (
                "paragraph",
                (
                    "<p>You can read every page without giving your name. We set no "
                    "cookies for readers. There are no trackers, no advertising, and "
                    "no pages or fonts loaded from other companies. The map is a "
                    "picture that we keep ourselves.</p>"
                ),
            ),
            (
                "paragraph",
                (
                    "<p>Our server keeps a short technical log so that we can find "
                    "faults. It never holds what you type. It is deleted after "
                    "[number] days.</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "When you ask for a consultation"}),
            (
                "paragraph",
                (
                    "<p>We keep what you write in the form: your name, how and when to "
                    "reach you, and anything you choose to add. It is stored "
                    "encrypted. The form uses two short-lived cookies, so that your "
                    "request is sent once and only by you.</p>"
                ),
            ),
            (
                "paragraph",
                (
                    "<p>Email that the site sends holds no health details. It has a "
                    "reference and a link. What you wrote stays in one place.</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "Who may open it"}),
            (
                "paragraph",
                (
                    "<p>Our intake coordinators, clinicians and clinic manager, each "
                    "with an account of their own. The site records each time someone "
                    "opens a request: who, and when. The people who write our articles "
                    "cannot see requests.</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "How we use it"}),
            (
                "paragraph",
                (
                    "<p>We use it to call you back, to plan care if you want it, and "
                    "to keep the records that the law asks for. We do not sell it or "
                    "use it for advertising. We share it only if you ask us to, or if "
                    "the law requires it: [clinic to list these cases].</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "How long we keep it"}),
            (
                "paragraph",
                (
                    "<p>A request that does not lead to care is deleted after [number] "
                    "months. Once you are a patient, your record follows Virginia’s "
                    "rules for medical records: [clinic to complete].</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "Your choices"}),
            (
                "paragraph",
                (
                    "<ul><li>Ask for a copy of what we have about you.</li><li>Ask us "
                    "to correct it.</li><li>Tell us how to reach you, or not to reach "
                    "you.</li><li>Ask who has opened your request.</li><li>Take back "
                    "your consent to text messages at any time.</li></ul>"
                ),
            ),
            (
                "paragraph",
                (
                    "<p>To do any of these, call us, or write to [name of privacy "
                    "officer] at hello@novahealth.example. You may also complain to "
                    "[state or federal office]. We will not treat you worse for it.</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "Changes"}),
            (
                "paragraph",
                (
                    "<p>This notice starts on [date]. If we change it, the new one "
                    "will be here with its date, and the old ones can be had on "
                    "request.</p>"
                ),
            ),
        ],
    },
    {
        "slug": "good-faith-estimates",
        "title": "Good-faith estimates",
        "summary": (
            "What your care is expected to cost, in writing, before you have it, and "
            "what to do when the bill is higher."
        ),
        "body": [
            (
                "callout",
                {
                    "kind": "key",
                    "title": "This notice is a draft",
                    "text": (
                        "<p>Words in [brackets] are for the clinic and its lawyer to "
                        "complete before the site is used for real.</p>"
                    ),
                },
            ),
            (
                "paragraph",
                (
                    "<p>We do not bill insurance, so you pay for your care yourself. "
                    "You may ask for an estimate of the whole cost at any time, and we "
                    "give you one in writing before a visit.</p>"
                ),
            ),
            ("heading", {"level": "h2", "text": "What the estimate lists"}),
            (
                "paragraph",
                (
                    "<ul><li>Each visit that we expect, with its price.</li><li>Costs "
                    "that come with it, such as tests.</li><li>What others may bill "
                    "you for, if we know of it.</li></ul>"
                ),
            ),
            ("heading", {"level": "h2", "text": "When the bill is higher"}),
            (
                "paragraph",
                (
                    "<p>Keep the estimate. If a bill is higher, call us first: it may "
                    "be a slip of ours. You can also dispute it: [clinic to say when "
                    "and where, in the words of the federal notice].</p>"
                ),
            ),
        ],
    },
]
