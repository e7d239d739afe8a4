"""Sentences of our own that a clinic may say: the guard lets every one of them pass."""

# What the page cites; its title may be named in full.
CITATIONS = [
    "Author A et al. A safe cure for restless sleep: miracle or proven breakthrough? "
    "A randomized trial. J Quiet 2020;1(2):1-9",
    "Writer B, Singer C. Rapid and lasting remission after guaranteed rest without any "
    "side effects. Arch Rest 2019;4:10-12",
]

NEGATIONS = [
    "Ketamine is not approved for depression.",
    "The FDA has not approved ketamine for any mental health condition.",
    "The FDA never approved these infusions for PTSD, anxiety or pain.",
    "No infusion is FDA-approved for a mood disorder.",
    "Our clinic is not FDA-approved; no clinic is.",
    "There is no cure for bipolar disorder.",
    "This is not a cure.",
    "Ketamine does not cure depression, anxiety or chronic pain.",
    "An infusion cannot cure OCD, and nobody should tell you so.",
    "We cannot promise lasting remission.",
    "Nothing shows that the effect is permanent.",
    "No result is guaranteed.",
    "We do not guarantee that you will feel better.",
    "Ketamine is not safe for everyone.",
    "It isn't safe to drive until you have slept.",
    "Long-term safety has not been established.",
    "Trials have not shown the safety of years of treatment [4].",
    "No treatment is risk-free.",
    "There is no such thing as a treatment without risks.",
    "No one can promise an infusion with no side effects.",
    "Side effects are not always mild.",
    "It is wrong to call ketamine nonaddictive, because that is false.",
    "Nobody has proven that ketamine helps OCD.",
    "Ketamine is not a miracle and not a breakthrough for everyone.",
    "This treatment is no lifeline, and we are not an emergency service.",
    "We do not offer urgent treatment.",
    "Do not wait for an infusion in an emergency: call 911.",
    "Infusions have not been shown to prevent suicide.",
    "Relief is not immediate for most people.",
    "You will not feel better overnight.",
    "Ketamine is not better than ECT, as far as anyone knows.",
    "We cannot say that infusions work better than antidepressants.",
    "No trial shows that ketamine is more effective than approved drugs [2].",
    "It is not the best treatment for everybody.",
    "The nasal spray is not the same product as our infusions.",
    "The VA does not recommend ketamine for PTSD [7].",
    "The American Psychiatric Association has not endorsed infusions.",
    "We do not give ketamine at home.",
    "Nobody should take ketamine without supervision.",
    "Whether ketamine repairs the human brain is unknown.",
    "It has not been shown that ketamine rewires the brain in people.",
    "No clinic can be certified by the FDA.",
    "We are not board certified in sleep medicine.",
    "Our forms do not make us HIPAA certified, since nobody certifies that.",
    "Ketamine was not used in the 1950s.",
    "A study of advertising found false claims, such as “nonaddictive” [3].",
    "Be wary of a clinic that promises lasting remission.",
    "That ketamine is safe for all is a myth.",
]

HEDGES = [
    "You may experience a change of mood.",
    "Please discuss potential risks with a healthcare provider.",
    "Some people may feel better after a few infusions.",
    "It might help you, or it might not.",
    "Results differ from person to person.",
    "About half of the people in one trial felt better after a day [1].",
    "In a trial of 73 people, 64% responded after 24 hours on ketamine and 28% on "
    "midazolam [2].",
    "Ketamine did better than midazolam after one day [2].",
    "Studies suggest that the effect of one infusion fades within two weeks [3].",
    "In that study, half of those who responded were unwell again after 18 days [4].",
    "The trial compared ketamine with ECT and tested whether it is much worse [5].",
    "Ask us whether an infusion is the right choice for you.",
    "We watch your blood pressure, pulse and oxygen all the time.",
    "The clinician decides with you whether it is worth a try.",
    "Long-term effects of clinic care are not well studied [6].",
    "In rats, new synapses were seen within a day [8].",
    "In mice, the brain made new connections between brain cells [8].",
    "Frequent use can harm the bladder [6].",
    "How often the bladder is harmed at clinic doses is not known [6].",
    "Ketamine can be misused, and we ask about alcohol and drugs before we plan.",
    "Ketamine is approved by the FDA as an anesthetic.",
    "The FDA approved ketamine as an anesthetic in 1970.",
    "Its use for depression is off-label.",
    "Ketamine has been used in anesthesia since 1970.",
    "Esketamine, a nasal spray, is approved for depression; it is a different product.",
    "Try the medicines approved for depression first.",
    "If you have breakthrough pain, call the doctor who treats it.",
]

PLAIN = [
    "Is ketamine safe?",
    "Can ketamine cure depression?",
    "Is it FDA-approved?",
    "Which treatment works better than a pill?",
    "How fast will I feel better?",
    "Call 988, the Suicide & Crisis Lifeline, at any hour.",
    "For suicide prevention, call or text 988.",
    "If you are in danger, go to the nearest emergency room.",
    "Somebody should see you safely home.",
    "Rest until it is safe to stand up.",
    "Keep your medicines in a safe place.",
    "After the infusion, rest at home and let someone stay with you.",
    "Someone must drive you after your treatment, because you go home drowsy.",
    "The entry is step-free, and parking is free during your visit.",
    "The first call is free; the consultation costs $250.",
    "Our policy is effective on January 2.",
    "The consultation is $250, one infusion $480, and six infusions with it come to "
    "$3,130 in full.",
    "Dr. Vale is certified by the American Board of Anesthesiology.",
    "Dr. Vale is board certified by the American Board of Psychiatry and Neurology.",
    "The best way to reach us is by phone.",
    "Ask your doctor which option is best for you.",
    "Side effects include feeling dizzy, sick and drowsy, higher blood pressure, slow "
    "breathing, bladder trouble and a risk of misuse [1].",
    "We promise to call you back on the next working day.",
    "A therapist helps you to make sense of what you felt.",
    "We reset the chair and the pump between two visits.",
]

TITLES = [
    "The trial is A safe cure for restless sleep: miracle or proven breakthrough?, and "
    "it had 12 people [1].",
    "See “Rapid and lasting remission after guaranteed rest without any side effects” "
    "in the list [2].",
    "Writer B, Singer C. Rapid and lasting remission after guaranteed rest without any "
    "side effects. Arch Rest 2019;4:10-12",
    "A review called “Is this the cure for pain?” looked at nine trials [3].",
    "The paper “A proven, risk-free breakthrough in rest” was withdrawn.",
    "The guideline titled “Safe use of strong medicines” asks for two nurses [3].",
]

EVERY = [*NEGATIONS, *HEDGES, *PLAIN, *TITLES]
