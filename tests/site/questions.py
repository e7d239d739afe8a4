"""A hundred things people ask, in their own words, and the pages that answer them.

A question is checked as soon as one of its pages stands in the demo; the number of
those that wait for a page is told by the test.
"""

from typing import NamedTuple

KNOWN = "ketamine-infusion-therapy-what-is-known"
EFFECTS = "side-effects-and-what-we-do"
VISIT = "what-to-expect-at-a-visit"
COSTS = "what-a-course-costs"
RIGHT = "is-ketamine-right-for-me"
MEDICINES = "ketamine-and-your-medicines"
AFTER = "after-the-infusion"
OPTIONS = "ketamine-esketamine-and-ect"
ANXIETY = "anxiety-ptsd-and-ocd-what-studies-show"
LONG_RUN = "bladder-memory-and-misuse-long-term-risks"
PLACE = "alexandria"
REVIEW = "how-we-review-our-articles"
PRIVACY = "privacy-practices"


class Question(NamedTuple):
    """What somebody types, and the slugs of the pages that answer it."""

    words: str
    pages: tuple[str, ...]


def _asked(words: str, *pages: str) -> Question:
    return Question(words, pages)


QUESTIONS = [
    # Money
    _asked("how much does it cost", COSTS),
    _asked("is it covered by insurance", COSTS),
    _asked("do you take blue cross", COSTS),
    _asked("price of 6 infusions", COSTS),
    _asked("can i pay with my health savings account", COSTS),
    _asked("superbill", COSTS),
    _asked("do i have to pay a deposit", COSTS),
    _asked("what if i cancel my appointment", COSTS, VISIT),
    _asked("good faith estimate", COSTS),
    _asked("is the first call free", COSTS),
    _asked("why do i need six infusions", COSTS),
    _asked("ketamine prices", COSTS),
    _asked("insurence", COSTS),
    # What it is and whether it works
    _asked("how does ketamine work in the brain", KNOWN),
    _asked("is ketamine FDA approved", KNOWN, "ketamine-infusion"),
    _asked("what does off label mean", KNOWN),
    _asked("does it really work for depression", "depression", KNOWN),
    _asked("how long does it last", KNOWN, "depression"),
    _asked("how fast does it work", KNOWN, "depression"),
    _asked("k therapy", KNOWN, "ketamine-infusion"),
    _asked("IV ketamine", "ketamine-infusion", KNOWN),
    _asked("treatment resistant depression", "depression", KNOWN),
    _asked("depresion", "depression", KNOWN),
    _asked("is there any research on this", KNOWN),
    _asked("studies against placebo", KNOWN),
    _asked("ketamine at home", KNOWN, "about"),
    _asked("will my depression come back", "depression", KNOWN, VISIT),
    _asked("glutamate", KNOWN),
    # Other conditions
    _asked("ketamine for ptsd", "anxiety-ptsd-ocd", KNOWN, ANXIETY),
    _asked("im anxious all the time can you help", "anxiety-ptsd-ocd", KNOWN, ANXIETY),
    _asked("does it help with ocd", "anxiety-ptsd-ocd", ANXIETY),
    _asked("veterans", KNOWN, "anxiety-ptsd-ocd", ANXIETY),
    _asked("fibromyalgia", "chronic-pain"),
    _asked("nerve pain treatment", "chronic-pain"),
    _asked("do you treat chronic pain", "chronic-pain"),
    _asked("opioids and ketamine", "chronic-pain", EFFECTS, MEDICINES),
    # Side effects
    _asked("does ketamine make you trip", EFFECTS, KNOWN),
    _asked("will i throw up", EFFECTS),
    _asked("side efects", EFFECTS),
    _asked("blood pressure too high", EFFECTS),
    _asked("can it stop my breathing", EFFECTS),
    _asked("bladder", EFFECTS, LONG_RUN),
    _asked("is ketamine addictive", EFFECTS, LONG_RUN),
    _asked("i feel dizzy after ketamine", EFFECTS, AFTER),
    _asked("what can go wrong", EFFECTS),
    _asked("does it damage your memory", EFFECTS, LONG_RUN),
    _asked("hallucinations", EFFECTS, KNOWN),
    _asked("when should i call 911", EFFECTS, KNOWN),
    _asked("chest pain after infusion", EFFECTS),
    _asked("is it scary", EFFECTS, KNOWN, "anxiety-ptsd-ocd"),
    # The visit
    _asked("how long does an infusion take", VISIT, "ketamine-infusion"),
    _asked("can i drive home after", VISIT, EFFECTS, AFTER),
    _asked("what should i bring", VISIT),
    _asked("what should i wear", VISIT),
    _asked("can i eat before", VISIT, AFTER),
    _asked("do i have to be awake", VISIT, KNOWN),
    _asked("what happens on the first visit", VISIT),
    _asked("how do i make an appointment", VISIT, "home"),
    _asked("can i listen to music", VISIT),
    _asked("can i stop in the middle", VISIT),
    # People, place, house
    _asked("where are you located", PLACE, "locations"),
    _asked("is there parking", PLACE),
    _asked("are you open on saturday", PLACE, "locations"),
    _asked("wheelchair accessible", PLACE),
    _asked("can i get there by bus", PLACE),
    _asked("opening hours", PLACE, "locations"),
    _asked("who is the doctor", "imani-castellanos", "tomasz-adeyemi-lund", "people"),
    _asked("dr castellanos", "imani-castellanos"),
    _asked("anesthesiologist", "tomasz-adeyemi-lund"),
    _asked("who will be my nurse", "noor-whitehorse"),
    _asked("who answers the phone", "linh-marlowe"),
    _asked("do you treat kids under 18", "about", RIGHT),
    _asked("are you an emergency room", "about", EFFECTS),
    _asked("who writes your articles", REVIEW),
    _asked("is this website trustworthy", REVIEW, "about"),
    _asked("do you sell my data", PRIVACY),
    _asked("do you use cookies", PRIVACY),
    _asked("hipaa", PRIVACY),
    # Six more articles
    _asked("am i a good candidate for ketamine", RIGHT),
    _asked("who should not take ketamine", RIGHT),
    _asked("can i do it while pregnant", RIGHT),
    _asked("ketamine with heart disease", RIGHT),
    _asked("bipolar and ketamine", RIGHT),
    _asked("can I take my antidepressant", MEDICINES),
    _asked("do i have to stop zoloft", MEDICINES),
    _asked("xanax and ketamine", MEDICINES),
    _asked("can i drink alcohol before an infusion", MEDICINES, AFTER),
    _asked("lithium", MEDICINES),
    _asked("when can i go back to work", AFTER),
    _asked("can i sleep after the infusion", AFTER),
    _asked("how will i feel the next day", AFTER, EFFECTS),
    _asked("difference between ketamine and spravato", OPTIONS),
    _asked("nasal spray", OPTIONS),
    _asked("is ketamine better than ect", OPTIONS, KNOWN),
    _asked("shock therapy", OPTIONS),
    _asked("social anxiety study", ANXIETY, KNOWN, "anxiety-ptsd-ocd"),
    _asked("what do studies say about flashbacks", ANXIETY, "anxiety-ptsd-ocd"),
    _asked("peeing blood from ketamine", LONG_RUN, EFFECTS),
    _asked("ketamine abuse", LONG_RUN, EFFECTS, KNOWN),
    _asked("long term effects", LONG_RUN, EFFECTS),
]
