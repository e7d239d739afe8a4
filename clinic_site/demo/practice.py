"""The demo practice: its record, place, hours and home page."""

from decimal import Decimal

from clinic_site.demo.plain_pages import PLAIN_PAGES

__all__ = [
    "CLINIC",
    "HOLIDAYS",
    "HOME",
    "HOURS",
    "LOCATION",
    "PLAIN_PAGES",
    "PRICES",
]

CLINIC = {
    "clinic_name": "Nova Health Recovery",
    "tagline": "Relax the mind, awaken the spirit",
    "phone": "+17035550142",
    "calling_number": "+17035550142",
    "email": "hello@novahealth.example",
    "legal_name": "Nova Health Recovery LLC (demonstration)",
    # Whether HIPAA covers an invented clinic, nobody can say.
    "takes_insurance": "no",
    "gives_estimates": "yes",
    "is_off_label": "yes",
    "off_label_statement": (
        "Ketamine is approved by the FDA as an anesthetic. Its use for depression, "
        "anxiety, PTSD, OCD or chronic pain is off-label: the FDA has not approved it "
        "for these. We talk this through with you before you decide."
    ),
    "disclaimer": (
        "What you read here is general information. It is not medical advice for you, "
        "and it does not make you our patient. Please talk with a clinician who knows "
        "you before you start, stop or change a treatment. Call 911 in an emergency."
    ),
}

PRICES = [
    {
        "name": "First call with our coordinator",
        "amount": Decimal("0"),
        "unit": "",
        "note": "How things work, days and prices. No medical advice.",
    },
    {
        "name": "Consultation with a clinician",
        "amount": Decimal("250"),
        "unit": "once",
        "note": "Also when the clinician finds that ketamine is not right for you.",
    },
    {
        "name": "Ketamine infusion",
        "amount": Decimal("480"),
        "unit": "for each infusion",
        "note": "With the medicine, the staff, the room and all checks.",
    },
    {
        "name": "Letter to your doctor",
        "amount": Decimal("0"),
        "unit": "",
        "note": "If you want one. The same holds for your records.",
    },
]

LOCATION = {
    "slug": "alexandria",
    "title": "Alexandria, Virginia",
    "summary": (
        "A quiet suite near the river, with step-free entry and parking behind the "
        "building."
    ),
    "street": "100 Example Street, Suite 4",
    "city": "Alexandria",
    "region": "VA",
    "postal_code": "22314",
    "latitude": "38.8048",
    "longitude": "-77.0469",
    "phone": "+17035550142",
    "map_picture": "street-map",
    "parking": (
        "There is a small lot behind the building, free for visits. The entrance is on "
        "the lane, by the green door. Remember that you may not drive home after an "
        "infusion."
    ),
    "transit": (
        "It is about fifteen minutes on foot from the train station, or a few minutes "
        "by bus. Someone can also drop you at the door."
    ),
    "access": (
        "The entry is step-free. An elevator goes up to the suite. Doors are wide "
        "enough for a wheelchair, and the restroom has rails. Tell us if you use an "
        "interpreter, a service animal or a chair of your own, and we will make room."
    ),
}

HOURS = {
    0: [("09:00", "17:00")],
    1: [("09:00", "17:00")],
    2: [("09:00", "19:00")],
    3: [("09:00", "17:00")],
    4: [("09:00", "17:00")],
    5: [("10:00", "14:00")],
    6: [],
}

HOLIDAYS = [
    {"name": "New Year’s Day", "date": "2026-01-01", "closed": True},
    {"name": "Martin Luther King Jr. Day", "date": "2026-01-19", "closed": True},
    {"name": "Presidents’ Day", "date": "2026-02-16", "closed": True},
    {"name": "Memorial Day", "date": "2026-05-25", "closed": True},
    {"name": "Juneteenth", "date": "2026-06-19", "closed": True},
    {"name": "Independence Day (observed)", "date": "2026-07-03", "closed": True},
    {"name": "Independence Day", "date": "2026-07-04", "closed": True},
    {"name": "Labor Day", "date": "2026-09-07", "closed": True},
    {"name": "Veterans Day", "date": "2026-11-11", "closed": True},
    {"name": "Thanksgiving Day", "date": "2026-11-26", "closed": True},
    {"name": "Day after Thanksgiving", "date": "2026-11-27", "closed": True},
    {"name": "Christmas Eve", "date": "2026-12-24", "closed": True},
    {"name": "Christmas Day", "date": "2026-12-25", "closed": True},
    {"name": "New Year’s Day", "date": "2027-01-01", "closed": True},
    {"name": "Martin Luther King Jr. Day", "date": "2027-01-18", "closed": True},
    {"name": "Presidents’ Day", "date": "2027-02-15", "closed": True},
    {"name": "Memorial Day", "date": "2027-05-31", "closed": True},
    {"name": "Juneteenth (observed)", "date": "2027-06-18", "closed": True},
    {"name": "Juneteenth", "date": "2027-06-19", "closed": True},
    {"name": "Independence Day", "date": "2027-07-04", "closed": True},
    {"name": "Independence Day (observed)", "date": "2027-07-05", "closed": True},
    {"name": "Labor Day", "date": "2027-09-06", "closed": True},
    {"name": "Veterans Day", "date": "2027-11-11", "closed": True},
    {"name": "Thanksgiving Day", "date": "2027-11-25", "closed": True},
    {"name": "Day after Thanksgiving", "date": "2027-11-26", "closed": True},
    {"name": "Christmas Eve", "date": "2027-12-24", "closed": True},
    {"name": "Christmas Day", "date": "2027-12-25", "closed": True},
]

HOME = {
    "hero_title": "Relax the mind, awaken the spirit",
    "hero_text": (
        "Ketamine infusion care for adults whose depression has not lifted with other "
        "treatment, given and watched over by clinicians."
    ),
    "picture": "share",
    "intro": (
        "Every plan starts with a conversation and a medical review. Ketamine is "
        "approved as an anesthetic; its use for these conditions is off-label."
    ),
    "search_description": (
        "A clinic in Alexandria, Virginia for ketamine infusions, an off-label use. "
        "Read what is known, what it costs, and ask for a consultation."
    ),
    "steps": [
        {
            "title": "You ask",
            "text": "Your name and one way to reach you are enough. Say when and how.",
        },
        {
            "title": "We get in touch",
            "text": (
                "You see the day and hour of our first try, and the number that will "
                "ring. No voicemail unless you allow it."
            ),
        },
        {
            "title": "We look together",
            "text": (
                "A clinician goes through your health and medicines with you, by phone "
                "or in person."
            ),
        },
        {
            "title": "You decide",
            "text": (
                "You get a plan with the full cost in writing. There is no pressure to "
                "begin."
            ),
        },
    ],
}
