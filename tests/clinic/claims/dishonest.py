"""Claims of our own invention that must not pass, at least two for every rule."""

# Each is a page of its own; a line break makes a new paragraph.
BY_RULE = {
    "safe": [
        "No one can deny that ketamine is safe.",
        "Safe, effective and fast.",
        "Ketamine is safe.",
        "Our very safe infusions are for everyone.",
        "It has never been safer to try ketamine.",
        "There is no doubt that it is safe.",
        "The infusion is not only safe but pleasant.",
        "Feel safe and effective care.",
        "Ｋｅｔａｍｉｎｅ is sa\u00adfe.",
    ],
    "safety-shown": [
        "Decades of use have proven the safety of our method.",
        "Its safety is well established.",
        "The drug has an excellent safety record.",
    ],
    "no-risk": [
        "Our infusions are risk-free.",
        "You get better without any side effects.",
        "There are no risks.",
        "A harmless drip and nothing to fear.",
    ],
    "not-addictive": [
        "You can't get addicted to ketamine at our doses.",
        "Ketamine is non-addictive.",
        "It is not addictive.",
        "You can come every week with no risk of dependence.",
    ],
    "mild-only": [
        "There are only minor side effects.",
        "Side effects are mild.",
        "You will notice few adverse effects.",
    ],
    "well-tolerated": [
        "Infusions are well tolerated.",
        "It is well-tolerated by all ages.",
    ],
    "bladder": [
        "At our doses ketamine never harms the bladder.",
        "The bladder is never touched.",
    ],
    "at-home": [
        "Take your ketamine at home.",
        "Lozenges of ketamine sent by mail.",
        "No monitoring needed.",
    ],
    "cure": [
        "Ketamine cures depression.",
        "A cure for PTSD at last.",
        "We cannot wait to cure your anxiety.",
    ],
    "lasting-remission": [
        "Find lasting relief with us.",
        "Infusions bring permanent freedom.",
        "It is not magic but it gives lasting remission.",
    ],
    "sustained": [
        "Our series leads to sustained remission.",
        "Expect long-term improvement in your mood.",
    ],
    "for-good": [
        "Leave your sadness behind forever.",
        "Get rid of gloom once and for all.",
    ],
    "guarantee": [
        "We guarantee results.",
        "100% effective.",
        "Six infusions will restore your joy.",
        "We promise you relief.",
    ],
    "symptom-free": [
        "Say goodbye to depression.",
        "Experience freedom from PTSD.",
        "Live depression-free.",
        "Ketamine eliminates anxiety.",
        "Your pain melts away.",
        "Conquer your trauma.",
    ],
    "suicide": [
        "Ketamine has been shown to reduce suicidal thoughts.",
        "Infusions prevent suicide.",
        "Suicidal thoughts vanish.",
    ],
    "sets-apart": [
        "This sets our care apart.",
        "Unlike ordinary antidepressants, it acts on glutamate.",
    ],
    "better-than": [
        "Ketamine is better than ECT.",
        "It is even more effective than the FDA-approved Spravato.",
        "Infusions outperform antidepressants.",
    ],
    "better-uncited": [
        "Ketamine works faster than anything you have tried.",
        "Our protocol is superior to theirs.",
    ],
    "best": [
        "This is the fastest antidepressant known.",
        "We are the leading clinic in Virginia.",
        "The most effective treatment there is.",
        "Ketamine is the gold standard.",
    ],
    "last-hope": [
        "The only treatment that helps when antidepressants fail.",
        "Ketamine works when all else fails.",
        "No other treatment cures sadness like this.",
    ],
    "fda-approved": [
        "We offer FDA-approved ketamine therapy.",
        "Our clinic is FDA approved.",
        "It is approved by the FDA.",
        "Approved by the FDA, it acts on mood.",
    ],
    "approved-for": [
        "Ketamine is approved for depression.",
        "The infusion is indicated for PTSD.",
        "Ketamine treatments approved for anxiety.",
    ],
    "borrowed-spravato": [
        "Esketamine is approved, so our infusions work too.",
        "Our infusion is the same drug as Spravato.",
    ],
    "endorsed": [
        "Doctors recommend ketamine.",
        "Ketamine is recommended by the American Psychiatric Association.",
        "The VA recommends ketamine.",
    ],
    "lifeline": [
        "An infusion can be a lifeline.",
        "Our life-saving drip.",
    ],
    "urgent": [
        "In an emergency, come to us.",
        "For those in need of urgent relief.",
        "In a crisis, our infusions are there for you.",
        "Book an emergency infusion.",
    ],
    "instead-of-911": [
        "Come to us instead of the hospital.",
        "Skip the emergency room.",
    ],
    "immediate": [
        "Enjoy immediate relief.",
        "You will feel better overnight.",
        "It works right away.",
    ],
    "rapid": [
        "Ketamine works within hours.",
        "Rapid relief from sadness.",
        "People feel better within hours.",
    ],
    "breakthrough": [
        "A breakthrough for PTSD.",
        "This is a game changer.",
        "Life-changing care.",
        "Nothing short of a miracle.",
    ],
    "hope": [
        "Ketamine offers new hope.",
        "Look forward to a brighter future.",
    ],
    "advertising": [
        "An exciting method.",
        "A promising way to live.",
    ],
    "strong-effect": [
        "It has remarkable effects on mood.",
        "Patients show a significant reduction in sadness.",
        "Ketamine has demonstrated antidepressant effects.",
    ],
    "effective": [
        "It is effective.",
        "Infusions are highly effective for worry.",
    ],
    "helps": [
        "Our patients love it because it simply works.",
        "Ketamine treats depression.",
        "Our infusions relieve pain.",
    ],
    "study": [
        "Research shows that mood goes up.",
        "Many studies have found benefits.",
    ],
    "proven": [
        "A proven method.",
        "Science proves it.",
    ],
    "success-rate": [
        "We have 90% success.",
        "Our success rate is high.",
        "It works for 70% of people.",
        "Most of our patients get better.",
    ],
    "percent": [
        "70% of patients responded.",
        "85 percent felt an improvement.",
    ],
    "no-off-label": [
        "Ketamine and depression: what to know.",
        "A slow drip of ketamine.\nFor people with PTSD.",
    ],
    "on-label": [
        "Off-label only means that the paperwork is slow.",
        "Off-label is just a technicality.",
    ],
    "side-effects": [
        "Side effects of ketamine\nYou may feel dizzy and get a headache.",
        "With ketamine you may feel nauseous, dizzy or drowsy.",
    ],
    "brain": [
        "Ketamine rewires your brain.",
        "It heals the nervous system.",
        "Grow new brain cells.",
    ],
    "board": [
        "Dr. Vale is a board-certified anesthesiologist.",
        "Our doctors are board-certified.",
        "Board certification is a given here.",
    ],
    "free": [
        "Free consultation! The infusion fee is due at booking.",
        "Book a free consultation. A deposit of $75 is due first.",
        "Your evaluation is free, then you pay for the lab.",
    ],
    "price-parts": [
        "One session: $480 per infusion.",
        "Infusions cost $480.",
    ],
    "price-from": [
        "Infusions starting at $399.",
        "A course for only $99.",
    ],
    "since-1950s": [
        "Ketamine has been used since the early 1950's.",
        "Since 1955 ketamine has helped surgeons.",
    ],
    "hipaa-badge": [
        "Our form is HIPAA compliant.",
        "Look for our HIPAA seal.",
    ],
}
