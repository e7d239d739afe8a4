"""Every picture of the demo, drawn here: no files, no network, no people."""

from functools import partial

from clinic_site.demo import dots, landscapes, places, scenes, shores

# Name: what it shows, its usual size, how it is drawn.
PICTURES = {
    "share": (
        "The sun comes up between hills at the edge of calm water.",
        (1600, 900),
        landscapes.share,
    ),
    "first-light": (
        "The sun comes up behind low hills over calm water.",
        (1600, 900),
        landscapes.first_light,
    ),
    "one-drop": (
        "A drop has just touched still water at dawn, and rings move outward.",
        (1600, 900),
        landscapes.one_drop,
    ),
    "settling-waves": (
        "Low waves in soft green and blue settle toward a pale shore.",
        (1600, 900),
        landscapes.settling_waves,
    ),
    "leaf-and-light": (
        "A sprig with green leaves grows up in front of a pale sun.",
        (1600, 900),
        landscapes.leaf_and_light,
    ),
    "light-through-water": (
        "Broad rays of light reach down through clear green water.",
        (1600, 900),
        scenes.light_through_water,
    ),
    "lighthouse": (
        "A small striped lighthouse shines over quiet water at dusk.",
        (1600, 900),
        scenes.lighthouse,
    ),
    "stepping-stones": (
        "Six flat stones lead across calm water toward the far shore.",
        (1600, 900),
        scenes.stepping_stones,
    ),
    "quiet-room": (
        "A green armchair by a wide window that looks over water at dawn.",
        (1600, 900),
        scenes.quiet_room,
    ),
    "forking-path": (
        "A pale path divides in two before low hills, with a blank signpost.",
        (1600, 900),
        shores.forking_path,
    ),
    "evening-moon": (
        "The moon stands low over a bay; a small house has one lit window.",
        (1600, 900),
        shores.evening_moon,
    ),
    "three-boats": (
        "Three sailing boats lie side by side on a quiet bay.",
        (1600, 900),
        shores.three_boats,
    ),
    "low-tide": (
        "The tide has gone out and left lines and pools in pale sand.",
        (1600, 900),
        shores.low_tide,
    ),
    "one-day-later": (
        "Of 100 people, 64 responded one day after ketamine, and 28 one day after "
        "midazolam, a sedative.",
        (1600, 900),
        dots.one_day_later,
    ),
    "street-map": (
        "A drawn map: the clinic is on Example Street, just east of Church "
        "Street, between the station and the Potomac River.",
        (1200, 800),
        places.street_map,
    ),
    **{
        name: (
            "A leafy sprig before a low sun, in place of a photo.",
            (900, 900),
            partial(places.portrait, **dict(zip(places.PARTS, parts, strict=True))),
        )
        for name, parts in places.PORTRAITS.items()
    },
}

NAMES = {name: alt_text for name, (alt_text, _, _) in PICTURES.items()}
SIZES = {name: size for name, (_, size, _) in PICTURES.items()}


def draw(name, size=None):
    """Draw one picture; the same name and size give the same pixels."""
    _, usual, brush = PICTURES[name]
    return brush(size or usual)
