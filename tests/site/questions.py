"""Things people ask, in their own words, and the pages of the demo that answer them."""

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

# Written down before anybody saw what the search finds for them. The glossary was
# mended for what these showed.
FRESH_QUESTIONS = [
    # Money
    _asked("how much for just one session", COSTS, "ketamine-infusion", "chronic-pain"),
    _asked("does medicare pay for this", COSTS),
    _asked("can i pay monthly", COSTS),
    _asked("do i get my money back if it doesnt work", COSTS, VISIT),
    _asked("is it expensive", COSTS),
    # Body and mind
    _asked("will i get nauseous", EFFECTS, VISIT, AFTER, "ketamine-infusion"),
    _asked("can it cause a heart attack", EFFECTS, RIGHT),
    _asked("im scared of losing control", EFFECTS, KNOWN, VISIT),
    _asked("will i pass out", EFFECTS, VISIT, AFTER),
    _asked("i feel weird the day after", AFTER, EFFECTS),
    _asked("does it hurt your kidneys", LONG_RUN, EFFECTS, RIGHT),
    _asked("can you get hooked on it", LONG_RUN, EFFECTS, MEDICINES),
    _asked("trouble breathing after infusion", EFFECTS, AFTER),
    # Whether it fits
    _asked("i have schizophrenia can i do this", RIGHT, EFFECTS),
    _asked("high blood pressure and ketamine", RIGHT, EFFECTS, MEDICINES),
    _asked("can i do it while breastfeeding", RIGHT, VISIT),
    _asked("i had a stroke last year", RIGHT),
    _asked("manic episodes", RIGHT, EFFECTS, VISIT),
    _asked("does it work for migraines", "chronic-pain"),
    _asked("trauma from combat", "anxiety-ptsd-ocd", ANXIETY, KNOWN),
    _asked("panic attacks", "anxiety-ptsd-ocd", ANXIETY, KNOWN),
    # Medicines
    _asked("do i need to come off my meds", MEDICINES),
    _asked("can i smoke weed before", MEDICINES),
    _asked("adderall", MEDICINES),
    _asked("sleeping pills and ketamine", MEDICINES, AFTER),
    # The visit and after
    _asked("does somebody have to pick me up", VISIT, EFFECTS, AFTER, RIGHT),
    _asked("what clothes", VISIT),
    _asked("how many sessions will i need", COSTS, "ketamine-infusion", "depression"),
    _asked("can my husband sit with me", "ketamine-infusion", VISIT),
    _asked("do they put a needle in my arm", VISIT, "noor-whitehorse"),
    _asked("can i take care of my kids that night", AFTER, EFFECTS),
    # Other ways
    _asked("is the spray covered", OPTIONS, COSTS),
    _asked("tms or ketamine", OPTIONS, RIGHT),
    # People, place, house
    _asked("who is the psychiatrist", "imani-castellanos"),
    _asked("who will put me under", "tomasz-adeyemi-lund"),
    _asked("who runs the clinic", "imani-castellanos", "about"),
    _asked("what is your address", PLACE, "locations"),
    _asked("are you open sundays", PLACE, "locations"),
    _asked("can i see my records", PRIVACY),
    _asked("do real doctors check what you write", REVIEW, "imani-castellanos"),
]

# Written down at the same time and looked at only when all was done. Whoever tunes the
# search by these writes others down first.
HELD_BACK_QUESTIONS = [
    # Money
    _asked("cost without insurance", COSTS),
    _asked("how much is a booster", COSTS, KNOWN, LONG_RUN),
    _asked("payment plan", COSTS),
    _asked("refund", COSTS),
    _asked("can i use my fsa card", COSTS),
    # Body and mind
    _asked("will i vomit", EFFECTS, VISIT, AFTER, "ketamine-infusion"),
    _asked("is it bad for your liver", RIGHT, VISIT, LONG_RUN),
    _asked("can you overdose on it", EFFECTS, LONG_RUN, KNOWN),
    _asked("will i feel high", EFFECTS, KNOWN, VISIT),
    _asked("headache afterwards", AFTER, EFFECTS),
    _asked("will i have a bad trip", EFFECTS, KNOWN),
    _asked("brain damage", LONG_RUN, EFFECTS),
    # Whether it fits
    _asked("sleep apnea", RIGHT),
    _asked("i used to be an alcoholic", RIGHT, MEDICINES, LONG_RUN, EFFECTS),
    _asked("my son is 16", "about", RIGHT),
    _asked("im trying to have a baby", RIGHT, EFFECTS),
    _asked("history of psychosis", RIGHT, EFFECTS, VISIT),
    _asked("back pain", "chronic-pain"),
    _asked("postpartum depression", "depression", KNOWN, RIGHT),
    # Medicines
    _asked("lexapro", MEDICINES),
    _asked("do i tell you about vitamins", MEDICINES),
    _asked("marijuana", MEDICINES),
    _asked("can i keep taking my blood pressure pills", MEDICINES),
    # The visit and after
    _asked("how long will i be at the clinic", VISIT, "ketamine-infusion"),
    _asked("do i need a ride home", VISIT, EFFECTS, AFTER),
    _asked("what should i eat that morning", VISIT, AFTER),
    _asked("is someone in the room with me", VISIT, EFFECTS, "ketamine-infusion"),
    _asked("can i uber home by myself", VISIT, EFFECTS, AFTER),
    _asked("when will i feel better", AFTER, KNOWN, "depression"),
    _asked("what if it doesnt do anything", AFTER, RIGHT, VISIT, KNOWN),
    # Other ways
    _asked("electroshock", OPTIONS),
    _asked("is esketamine the same thing", OPTIONS, KNOWN),
    # People, place, house
    _asked("meet the team", "people", "about"),
    _asked("do you have a psychiatrist on staff", "imani-castellanos", "people"),
    _asked("who gives the infusion", "noor-whitehorse", "tomasz-adeyemi-lund", VISIT),
    _asked("receptionist", "linh-marlowe"),
    _asked("do you have evening hours", PLACE, "locations"),
    _asked("how do i get to you", PLACE, "locations"),
    _asked("will my employer find out", PRIVACY),
    _asked("delete my information", PRIVACY),
]
