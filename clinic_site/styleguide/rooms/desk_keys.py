"""Single keys of the desk: how they are written, listed and switched off."""

from clinic_site.styleguide.made_up_desk import CSRF
from clinic_site.styleguide.sample import Sample

SAMPLES = [
    Sample(
        "components/key.html",
        "Key",
        "A key of the keyboard, where it is written on a button.",
        {"A letter": {"key": "T"}, "A sign": {"key": "?"}},
        inside="<p>{}</p>",
        width="third",
        height=80,
    ),
    Sample(
        "components/keys_help.html",
        "Keys",
        "Every key there is; the question mark opens it.",
        {
            "All": {
                "id": "keys",
                "groups": [
                    {
                        "title": "What happened",
                        "keys": [("1", "Reached"), ("2", "No answer")],
                    },
                    {
                        "title": "Next",
                        "keys": [("T", "Take it"), ("C", "Close"), ("?", "Keys")],
                    },
                ],
            }
        },
    ),
    Sample(
        "admin/desk_keys.html",
        "Keys at the foot",
        "Below each page of the desk: every key, and the switch that turns them off.",
        {
            "On": {
                "on": True,
                "groups": [{"title": "Everywhere", "keys": [("?", "Show the keys")]}],
                "switch": "#switch",
                "here": "",
                "csrf_token": CSRF,
            },
            "Off": {"on": False, "switch": "#switch", "csrf_token": CSRF},
        },
        height=120,
    ),
]
