"""Made-up people of the demo clinic, and its demo accounts."""

PEOPLE = [
    {
        "slug": "imani-castellanos",
        "name": "Imani Castellanos",
        "credentials": "MD",
        "role": "Psychiatrist and medical director",
        "board": "American Board of Psychiatry and Neurology (psychiatry)",
        "summary": (
            "Leads the clinic and reviews every article on this site before it goes "
            "out."
        ),
        "body": [
            (
                "paragraph",
                (
                    "<p>Dr. Castellanos meets each person who asks about mental health "
                    "care here. She goes through what has been tried, what it did, and "
                    "what is left to try. When she thinks ketamine is not a good idea, "
                    "she says so and helps you find the next step.</p>"
                ),
            ),
            (
                "paragraph",
                (
                    "<p>She is the medical reviewer for this site. An article goes out "
                    "only after she has read the exact words, checked each reference, "
                    "and put her name to it.</p>"
                ),
            ),
            (
                "paragraph",
                (
                    "<p>She likes early trains, long novels and questions that start "
                    "with “but why”.</p>"
                ),
            ),
            (
                "paragraph",
                (
                    "<p><i>Everyone on this page is made up for the "
                    "demonstration.</i></p>"
                ),
            ),
        ],
        "picture": "portrait-castellanos",
        "account": "reviewer",
    },
    {
        "slug": "tomasz-adeyemi-lund",
        "name": "Tomasz Adeyemi-Lund",
        "credentials": "MD",
        "role": "Anesthesiologist",
        "board": "American Board of Anesthesiology",
        "summary": (
            "Sets the standards for each infusion: the dose, the watching, and the "
            "plan if something changes."
        ),
        "body": [
            (
                "paragraph",
                (
                    "<p>Dr. Adeyemi-Lund has spent his working life watching over "
                    "people under anesthesia. At the clinic he plans each infusion, "
                    "checks heart and lungs first, and is on site while one is "
                    "running.</p>"
                ),
            ),
            (
                "paragraph",
                (
                    "<p>He wrote our checklists: when to slow down, when to stop, when "
                    "a blood pressure is too high to start. He teaches them to the "
                    "whole team twice a year.</p>"
                ),
            ),
            (
                "paragraph",
                "<p>On Sundays he repairs old radios, with mixed results.</p>",
            ),
            (
                "paragraph",
                (
                    "<p><i>Everyone on this page is made up for the "
                    "demonstration.</i></p>"
                ),
            ),
        ],
        "picture": "portrait-adeyemi-lund",
        "account": "clinician",
    },
    {
        "slug": "noor-whitehorse",
        "name": "Noor Whitehorse",
        "credentials": "BSN, RN",
        "role": "Infusion nurse",
        "board": "",
        "summary": (
            "Places the line, sits within reach, and goes through the list with you "
            "before you leave."
        ),
        "body": [
            (
                "paragraph",
                (
                    "<p>Noor is the person you will see most. She places the small "
                    "line in your arm, keeps an eye on every number, and stays within "
                    "reach until you are steady on your feet.</p>"
                ),
            ),
            (
                "paragraph",
                (
                    "<p>She came to us from years in an emergency room and a recovery "
                    "room. She will ask if you want to talk, or if you would like it "
                    "quiet. Both are fine.</p>"
                ),
            ),
            ("paragraph", "<p>She grows tomatoes on a fourth-floor balcony.</p>"),
            (
                "paragraph",
                (
                    "<p><i>Everyone on this page is made up for the "
                    "demonstration.</i></p>"
                ),
            ),
        ],
        "picture": "portrait-whitehorse",
        "account": "",
    },
    {
        "slug": "linh-marlowe",
        "name": "Linh Marlowe",
        "credentials": "",
        "role": "Intake coordinator",
        "board": "",
        "summary": (
            "The first voice you hear. Calls when and how you asked to be called."
        ),
        "body": [
            (
                "paragraph",
                (
                    "<p>Linh answers the phone and calls back the people who write to "
                    "us. They ask what to call you, and whether now is a good time. "
                    "They can tell you about days, prices and how a visit goes.</p>"
                ),
            ),
            (
                "paragraph",
                (
                    "<p>Linh does not give medical advice and will not press you. If "
                    "you would rather wait, they note when to call again, or that we "
                    "should not.</p>"
                ),
            ),
            (
                "paragraph",
                (
                    "<p>Away from the desk, Linh sings alto in a choir that laughs a "
                    "lot.</p>"
                ),
            ),
            (
                "paragraph",
                (
                    "<p><i>Everyone on this page is made up for the "
                    "demonstration.</i></p>"
                ),
            ),
        ],
        "picture": "portrait-marlowe",
        "account": "coordinator",
    },
]

USERS = [
    {
        "username": "editor",
        "first_name": "June",
        "last_name": "Abernathy-Soto",
        "email": "editor@novahealth.example",
        "role": "Editors",
    },
    {
        "username": "reviewer",
        "first_name": "Imani",
        "last_name": "Castellanos",
        "email": "reviewer@novahealth.example",
        "role": "Medical reviewers",
    },
    {
        "username": "coordinator",
        "first_name": "Linh",
        "last_name": "Marlowe",
        "email": "coordinator@novahealth.example",
        "role": "Intake coordinators",
    },
    {
        "username": "coordinator2",
        "first_name": "Ezra",
        "last_name": "Nakagawa",
        "email": "coordinator2@novahealth.example",
        "role": "Intake coordinators",
    },
    {
        "username": "clinician",
        "first_name": "Tomasz",
        "last_name": "Adeyemi-Lund",
        "email": "clinician@novahealth.example",
        "role": "Clinicians",
    },
    {
        "username": "manager",
        "first_name": "Pilar",
        "last_name": "Osei",
        "email": "manager@novahealth.example",
        "role": "Clinic managers",
    },
    {
        "username": "admin",
        "first_name": "Site",
        "last_name": "Admin",
        "email": "admin@novahealth.example",
        "role": "superuser",
    },
]
