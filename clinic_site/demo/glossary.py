"""The glossary of the demo: what words mean, and how else people say them.

The meanings say no more than the pages and their sources do. The other names are what
people type and say, not what the clinic would call it.
"""


def _term(term: str, meaning: str, *names: str, slug: str = "") -> dict:
    return {
        "term": term,
        "slug": slug or term.lower().replace(" ", "-"),
        "meaning": meaning,
        "also_called": "\n".join(names),
    }


GLOSSARY = [
    _term(
        "ketamine",
        "A medicine that the FDA has approved as an anesthetic. Clinics also give it "
        "in a small dose for other reasons, which is off-label.",
        *("k therapy", "ket therapy", "special k", "ketalar", "ket"),
    ),
    _term(
        "infusion",
        "A medicine given slowly through a small line in a vein.",
        *("IV", "drip", "intravenous", "I.V.", "through a vein", "IV therapy"),
        *("infusion session", "session", "needle", "ketamine therapy", "therapy"),
    ),
    _term(
        "esketamine",
        "A nasal spray with one half of the ketamine molecule. It is a different "
        "product from infusions, with an approval of its own.",
        *("spravato", "nasal spray", "nose spray", "s-ketamine"),
    ),
    _term(
        "off-label",
        "Use of an approved medicine for something that the FDA has not approved it "
        "for.",
        *("FDA approved", "not approved", "unapproved", "legal", "FDA"),
    ),
    _term(
        "dissociation",
        "Feeling apart from your body or from what is around you. It is common during "
        "an infusion.",
        *("trip", "tripping", "high", "spaced out", "out of body", "k-hole", "k hole"),
        *("hallucinate", "hallucinations", "detached", "floaty", "psychedelic"),
    ),
    _term(
        "depression",
        "An illness with low mood or loss of interest on most days, for weeks or "
        "longer.",
        *("depressed", "low mood", "feeling down", "MDD", "major depression", "sad"),
        *("hopeless", "treatment-resistant depression", "TRD", "the blues"),
    ),
    _term(
        "anxiety",
        "Worry or fear that is hard to stop and gets in the way of daily life.",
        *("anxious", "worry", "worried", "panic", "panic attacks", "nervous", "GAD"),
        *("social anxiety", "scared all the time"),
    ),
    _term(
        "PTSD",
        "Post-traumatic stress disorder: memories, dreams or fear that stay after "
        "something terrible.",
        *("post-traumatic stress", "trauma", "flashbacks", "nightmares"),
        *("post traumatic stress disorder", "combat stress", "veterans"),
    ),
    _term(
        "OCD",
        "Obsessive-compulsive disorder: thoughts that keep coming back, and things one "
        "feels driven to do.",
        *("obsessive compulsive disorder", "obsessive", "compulsions"),
        *("intrusive thoughts",),
    ),
    _term(
        "chronic pain",
        "Pain that lasts for months.",
        *("lasting pain", "nerve pain", "CRPS", "fibromyalgia", "back pain", "fibro"),
        *("constant pain", "neuropathy", "migraine"),
    ),
    _term(
        "side effect",
        "Something a medicine does besides what it is given for.",
        *("adverse effect", "adverse reaction", "bad reaction", "complication"),
        *("what can go wrong", "dangers", "risks"),
    ),
    _term(
        "anesthetic",
        "A medicine that puts people to sleep for surgery.",
        *("anesthesia", "anaesthetic", "put to sleep", "asleep", "awake"),
        *("unconscious", "knocked out", "put under", "put me under", "go under"),
    ),
    _term(
        "fear",
        "Some people find an infusion strange or frightening.",
        *("scary", "scared", "afraid", "frightening", "bad trip", "freak out"),
        *("terrified",),
    ),
    _term(
        "nausea",
        "Feeling that you may throw up.",
        *("throw up", "throwing up", "vomit", "vomiting", "sick to my stomach"),
        *("queasy", "puke", "upset stomach", "nauseous", "nauseated"),
    ),
    _term(
        "blood pressure",
        "How hard the blood presses on the walls of the vessels. Ketamine can raise it "
        "for a while.",
        *("hypertension", "high blood pressure", "BP", "heart pressure"),
    ),
    _term(
        "breathing",
        "Slow breathing is a risk of medicines that make people drowsy, so it is "
        "watched.",
        *("respiratory depression", "breath", "oxygen", "respiration"),
    ),
    _term(
        "bladder",
        "The organ that holds urine. Frequent heavy use of ketamine can damage it.",
        *("cystitis", "urine", "urinary", "pee", "peeing", "urinate", "UTI"),
        *("kidney",),
    ),
    _term(
        "misuse",
        "Using a medicine more, longer or in another way than agreed.",
        *("addiction", "addictive", "addicted", "abuse", "dependence"),
        *("get hooked", "hooked", "habit forming", "substance abuse", "sober"),
    ),
    _term(
        "drowsiness",
        "Being sleepy and slow. It is common after an infusion.",
        *("drowsy", "sleepy", "sleepiness", "tired", "groggy", "fatigue", "hangover"),
    ),
    _term(
        "dizziness",
        "Feeling that you or the room are turning or swaying.",
        *("dizzy", "lightheaded", "light headed", "vertigo", "woozy", "faint"),
    ),
    _term(
        "ride home",
        "You may not drive until the next day, so somebody takes you home.",
        *("drive home", "drive myself", "driving", "uber", "lyft", "taxi", "cab"),
        *("someone to drive me", "drive", "pick me up"),
    ),
    _term(
        "response",
        "In a trial: symptoms fell by an amount agreed on before, often by half.",
        *("work", "works", "success rate", "effective", "effectiveness", "efficacy"),
        *("does it help", "odds", "chances"),
    ),
    _term(
        "relapse",
        "Symptoms come back after they had eased.",
        *("wear off", "wears off", "come back", "comes back", "fade", "last"),
        *("how long does it last", "how long will it last", "maintenance", "booster"),
    ),
    _term(
        "midazolam",
        "A sedative that some trials use for comparison, because it also makes people "
        "drowsy.",
        *("versed", "sedative"),
    ),
    _term(
        "placebo",
        "A treatment without an active part, used for comparison in trials.",
        *("sugar pill", "dummy", "saline", "salt water"),
    ),
    _term(
        "clinical trial",
        "A study in which people are given a treatment by a fixed plan, often against "
        "another one.",
        *("trial", "study", "studies", "research", "evidence", "proof", "science"),
    ),
    _term(
        "ECT",
        "Electroconvulsive therapy: a short seizure, set off under anesthesia, to "
        "treat severe depression.",
        *("electroshock", "shock therapy", "electroconvulsive therapy"),
    ),
    _term(
        "antidepressant",
        "A medicine taken for depression, usually each day.",
        *("SSRI", "SNRI", "zoloft", "sertraline", "prozac", "fluoxetine", "lexapro"),
        *("escitalopram", "wellbutrin", "bupropion", "effexor", "cymbalta", "celexa"),
        *("meds", "lithium", "my medication", "paxil", "trazodone"),
    ),
    _term(
        "benzodiazepine",
        "A kind of calming medicine, such as lorazepam.",
        *("benzo", "benzos", "xanax", "ativan", "klonopin", "valium", "lorazepam"),
        *("alprazolam", "clonazepam", "diazepam"),
    ),
    _term(
        "alcohol",
        "Drink with alcohol in it; it adds to drowsiness and slows breathing.",
        *("drink", "drinking", "beer", "wine", "liquor", "booze"),
    ),
    _term(
        "cannabis",
        "A drug from the hemp plant. We know of no good study that covers it around "
        "an infusion.",
        *("marijuana", "weed", "pot", "THC", "CBD", "edibles", "smoke weed"),
    ),
    _term(
        "stimulant",
        "A medicine that speeds the body up, often given for ADHD. It can act on blood "
        "pressure.",
        *("adderall", "ritalin", "vyvanse", "concerta", "amphetamine"),
        *("methylphenidate", "ADHD meds"),
    ),
    _term(
        "out-of-pocket cost",
        "What you pay yourself, because no plan pays it.",
        *("cost", "price", "pricing", "how much", "fee", "expensive", "afford", "pay"),
        *("cheap", "payment", "charge", "money", "rates", "payment plan", "financing"),
        slug="out-of-pocket-cost",
    ),
    _term(
        "duration",
        "How long a visit or an infusion takes.",
        *("how long", "how long does it take", "minutes", "hours a visit"),
        *("how many minutes", "how many hours"),
    ),
    _term(
        "superbill",
        "A receipt with the codes that an insurance plan asks for. You send it in "
        "yourself.",
        *("insurance", "covered", "coverage", "reimbursement", "medicare", "medicaid"),
        *("blue cross", "aetna", "tricare", "health plan", "out of network"),
        *("reimburse", "insurance plan", "insurer"),
    ),
    _term(
        "eligibility",
        "Whether a treatment fits a person, which a clinician decides.",
        *("eligible", "good candidate", "candidate", "qualify", "right for me"),
        *("right", "who can have it"),
        *("suitable", "suit", "who should not", "contraindications", "not safe for"),
    ),
    _term(
        "good faith estimate",
        "A paper that names each cost before you book.",
        *("estimate", "quote", "bill", "billing", "surprise bill"),
    ),
    _term(
        "consultation",
        "A talk with a clinician about your health, before anything is booked.",
        *("appointment", "first visit", "book", "booking", "schedule", "sign up"),
        *("get started", "evaluation", "screening", "intake", "consult"),
    ),
    _term(
        "opening hours",
        "When somebody is there.",
        *("hours", "are you open", "weekend", "saturday", "sunday"),
        *("what time", "business hours"),
    ),
    _term(
        "address",
        "Where the clinic is.",
        *("directions", "location", "where are you", "located", "near me", "map"),
        *("how to get there", "northern virginia", "washington DC", "DMV"),
    ),
    _term(
        "what to wear",
        "Loose clothes with short sleeves, so that a nurse can reach your arm.",
        *("wear", "clothes", "clothing", "dress", "outfit"),
    ),
    _term(
        "step-free",
        "Without a step from the street to the room.",
        *("wheelchair", "accessible", "disabled", "elevator", "handicap", "ramp"),
        *("accessibility", "mobility"),
    ),
    _term(
        "medical review",
        "A clinician reads a text and vouches for its very words.",
        *("reviewer", "reviewed", "fact check", "who writes", "who wrote"),
        *("trustworthy", "sources", "references"),
    ),
    _term(
        "privacy",
        "What is kept about you, and who may see it.",
        *("private", "confidential", "HIPAA", "my data", "personal information"),
        *("cookies", "tracking", "data protection", "records", "track"),
    ),
    _term(
        "clinician",
        "A doctor, nurse or other person trained to treat patients.",
        *("doctor", "dr", "physician", "MD", "staff", "team", "provider"),
    ),
    _term(
        "medical director",
        "The doctor who answers for the care at a clinic.",
        *("who runs", "who is in charge", "head doctor", "lead doctor", "owner"),
    ),
    _term(
        "under 18",
        "The clinic treats adults only.",
        *("kid", "child", "children", "teenager", "teen", "adolescent", "minor"),
    ),
    _term(
        "pregnancy",
        "Trials left out people who were pregnant or breastfeeding.",
        *("pregnant", "breastfeeding", "nursing a baby", "expecting"),
    ),
    _term(
        "psychosis",
        "Hearing, seeing or believing what others do not. Trials left out people with "
        "it.",
        *("schizophrenia", "schizoaffective", "psychotic", "hearing voices"),
    ),
    _term(
        "mania",
        "A time of very high or irritable mood with little sleep. One trial left out "
        "people with it.",
        *("bipolar", "manic", "hypomania", "bipolar disorder"),
    ),
    _term(
        "memory",
        "Frequent heavy use of ketamine has been linked to memory problems.",
        *("brain damage", "forget", "forgetful", "cognitive", "brain fog", "memories"),
    ),
    _term(
        "NMDA receptor",
        "A docking place on nerve cells for the signal glutamate. Ketamine blocks it.",
        *("NMDA", "glutamate", "receptor", "mechanism of action", "brain chemistry"),
        *("how does it work", "how does ketamine work"),
        slug="nmda-receptor",
    ),
]
