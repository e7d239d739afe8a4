"""Studies and documents that the demo content cites."""

REFERENCES = {
    "abdallah2022": {
        "citation": (
            "Abdallah CG, et al. Dose-related effects of ketamine for "
            "antidepressant-resistant symptoms of posttraumatic stress disorder in "
            "veterans and active duty military: a double-blind, randomized, "
            "placebo-controlled multi-center clinical trial. Neuropsychopharmacology. "
            "2022;47(8):1574-1581."
        ),
        "doi": "10.1038/s41386-022-01266-9",
        "pmid": "35046508",
        "url": "",
    },
    "anand2023": {
        "citation": (
            "Anand A, et al. Ketamine versus ECT for nonpsychotic treatment-resistant "
            "major depression. N Engl J Med. 2023;388(25):2315-2325."
        ),
        "doi": "10.1056/NEJMoa2302399",
        "pmid": "37224232",
        "url": "",
    },
    "asa2025": {
        "citation": (
            "American Society of Anesthesiologists. Guidance on the safe use of "
            "ketamine outside of acute pain management and procedural sedation. 2025."
        ),
        "doi": "",
        "pmid": "",
        "url": ("https://www.asahq.org/advocating-for-you/guidance/ketamine-safe-use"),
        "publisher": "American Society of Anesthesiologists",
    },
    "autry2011": {
        "citation": (
            "Autry AE, et al. NMDA receptor blockade at rest triggers rapid "
            "behavioural antidepressant responses. Nature. 2011;475(7354):91-95."
        ),
        "doi": "10.1038/nature10130",
        "pmid": "21677641",
        "url": "",
    },
    "berman2000": {
        "citation": (
            "Berman RM, et al. Antidepressant effects of ketamine in depressed "
            "patients. Biol Psychiatry. 2000;47(4):351-354."
        ),
        "doi": "10.1016/S0006-3223(99)00230-9",
        "pmid": "10686270",
        "url": "",
    },
    "borgogna2024": {
        "citation": (
            "Borgogna NC, et al. So how special is special K? A systematic review and "
            "meta-analysis of ketamine for PTSD RCTs. Eur J Psychotraumatol. 2024; "
            "article 2299124."
        ),
        "doi": "10.1080/20008066.2023.2299124",
        "pmid": "",
        "url": "",
    },
    "cms-estimates": {
        "citation": (
            "Centers for Medicare & Medicaid Services. No Surprises: good faith "
            "estimates and disputed bills, for people who pay themselves."
        ),
        "doi": "",
        "pmid": "",
        "url": "https://www.cms.gov/nosurprises/consumers",
        "publisher": "CMS",
    },
    "cohen2018": {
        "citation": (
            "Cohen SP, et al. Consensus guidelines on the use of intravenous ketamine "
            "infusions for chronic pain from the American Society of Regional "
            "Anesthesia and Pain Medicine, the American Academy of Pain Medicine, and "
            "the American Society of Anesthesiologists. Reg Anesth Pain Med. "
            "2018;43(5):521-546."
        ),
        "doi": "10.1097/AAP.0000000000000808",
        "pmid": "",
        "url": "",
    },
    "coyle2015": {
        "citation": (
            "Coyle CM, Laws KR. The use of ketamine as an antidepressant: a systematic "
            "review and meta-analysis. Hum Psychopharmacol. 2015;30(3):152-163."
        ),
        "doi": "10.1002/hup.2475",
        "pmid": "",
        "url": "",
    },
    "crane2023": {
        "citation": (
            "Crane MA, et al. False or misleading claims in online direct-to-consumer "
            "ketamine advertising in Maryland. JAMA Netw Open. 2023;6(11):e2342210."
        ),
        "doi": "10.1001/jamanetworkopen.2023.42210",
        "pmid": "37934500",
        "url": "",
    },
    "esketamine-label": {
        "citation": (
            "Spravato (esketamine) nasal spray: prescribing information. Janssen "
            "Pharmaceuticals. Approved March 2019; use alone added January 2025."
        ),
        "doi": "",
        "pmid": "",
        "url": "https://fda.report/DailyMed/d81a6a79-a74a-44b7-822c-0dfa3036eaed",
        "publisher": "copy of the label",
    },
    "fda2023": {
        "citation": (
            "US Food and Drug Administration. FDA warns patients and health care "
            "providers about potential risks associated with compounded ketamine "
            "products, including oral formulations, for the treatment of psychiatric "
            "disorders. October 10, 2023."
        ),
        "doi": "",
        "pmid": "",
        "url": (
            "https://www.fda.gov/drugs/human-drug-compounding/"
            "fda-warns-patients-and-health-care-providers-about-potential-risks-"
            "associated-compounded-ketamine"
        ),
        "publisher": "FDA",
    },
    "feder2014": {
        "citation": (
            "Feder A, et al. Efficacy of intravenous ketamine for treatment of chronic "
            "posttraumatic stress disorder: a randomized clinical trial. JAMA "
            "Psychiatry. 2014;71(6):681-688."
        ),
        "doi": "10.1001/jamapsychiatry.2014.62",
        "pmid": "24740528",
        "url": "",
    },
    "feder2021": {
        "citation": (
            "Feder A, et al. A randomized controlled trial of repeated ketamine "
            "administration for chronic posttraumatic stress disorder. Am J "
            "Psychiatry. 2021;178(2):193-202."
        ),
        "doi": "10.1176/appi.ajp.2020.20050596",
        "pmid": "",
        "url": "",
    },
    "glue2017": {
        "citation": (
            "Glue P, et al. Ketamine's dose-related effects on anxiety symptoms in "
            "patients with treatment refractory anxiety disorders. J Psychopharmacol. "
            "2017;31(10):1302-1305."
        ),
        "doi": "10.1177/0269881117705089",
        "pmid": "28441895",
        "url": "",
    },
    "jelovac2025": {
        "citation": (
            "Jelovac A, et al. Serial ketamine infusions as adjunctive therapy to "
            "inpatient care for depression: the KARMA-Dep 2 randomized clinical trial. "
            "JAMA Psychiatry. 2025;82(12):1216-1224."
        ),
        "doi": "10.1001/jamapsychiatry.2025.3019",
        "pmid": "41123905",
        "url": "",
    },
    "ketalar": {
        "citation": (
            "Ketalar (ketamine hydrochloride) injection: prescribing information. "
            "Revised October 2024."
        ),
        "doi": "",
        "pmid": "",
        "url": ("https://fda.report/DailyMed/46dab560-8ecd-4d92-8c92-6baa2310b09b"),
        "publisher": "copy of the label",
    },
    "ketalar-uk": {
        "citation": (
            "Ketalar (ketamine) injection: precautions in the prescribing information "
            "for the United Kingdom. Pfizer Limited. Revised 2019."
        ),
        "doi": "",
        "pmid": "",
        "url": "https://rxreasoner.com/monographs/ketalar/precautions",
        "publisher": "copy of the UK label",
    },
    "li2010": {
        "citation": (
            "Li N, et al. mTOR-dependent synapse formation underlies the rapid "
            "antidepressant effects of NMDA antagonists. Science. "
            "2010;329(5994):959-964."
        ),
        "doi": "10.1126/science.1190287",
        "pmid": "20724638",
        "url": "",
    },
    "mcintyre2021": {
        "citation": (
            "McIntyre RS, et al. Synthesizing the evidence for ketamine and esketamine "
            "in treatment-resistant depression: an international expert opinion on the "
            "available evidence and implementation. Am J Psychiatry. "
            "2021;178(5):383-399."
        ),
        "doi": "10.1176/appi.ajp.2020.20081251",
        "pmid": "33726522",
        "url": "",
    },
    "morgan2012": {
        "citation": (
            "Morgan CJA, Curran HV. Ketamine use: a review. Addiction. "
            "2012;107(1):27-38."
        ),
        "doi": "10.1111/j.1360-0443.2011.03576.x",
        "pmid": "",
        "url": "",
    },
    "murrough2013": {
        "citation": (
            "Murrough JW, et al. Antidepressant efficacy of ketamine in "
            "treatment-resistant major depression: a two-site randomized controlled "
            "trial. Am J Psychiatry. 2013;170(10):1134-1142."
        ),
        "doi": "10.1176/appi.ajp.2013.13030392",
        "pmid": "23982301",
        "url": "",
    },
    "murrough2013b": {
        "citation": (
            "Murrough JW, et al. Rapid and longer-term antidepressant effects of "
            "repeated ketamine infusions in treatment-resistant major depression. Biol "
            "Psychiatry. 2013;74(4):250-256."
        ),
        "doi": "10.1016/j.biopsych.2012.06.022",
        "pmid": "22840761",
        "url": "",
    },
    "nice-ta854": {
        "citation": (
            "National Institute for Health and Care Excellence. Esketamine nasal spray "
            "for treatment-resistant depression. Technology appraisal guidance TA854. "
            "December 2022."
        ),
        "doi": "",
        "pmid": "",
        "url": "https://www.nice.org.uk/guidance/ta854",
        "publisher": "NICE",
    },
    "phillips2019": {
        "citation": (
            "Phillips JL, et al. Single, repeated, and maintenance ketamine infusions "
            "for treatment-resistant depression: a randomized controlled trial. Am J "
            "Psychiatry. 2019;176(5):401-409."
        ),
        "doi": "10.1176/appi.ajp.2018.18070834",
        "pmid": "30922101",
        "url": "",
    },
    "rodrigues2020": {
        "citation": (
            "Rodrigues NB, et al. Safety and tolerability of IV ketamine in adults "
            "with major depressive or bipolar disorder: results from the Canadian "
            "Rapid Treatment Center of Excellence. Expert Opin Drug Saf. "
            "2020;19(8):1031-1040."
        ),
        "doi": "10.1080/14740338.2020.1776699",
        "pmid": "32539491",
        "url": "",
    },
    "rodriguez2013": {
        "citation": (
            "Rodriguez CI, et al. Randomized controlled crossover trial of ketamine in "
            "obsessive-compulsive disorder: proof-of-concept. "
            "Neuropsychopharmacology. 2013;38(12):2475-2483."
        ),
        "doi": "10.1038/npp.2013.150",
        "pmid": "",
        "url": "",
    },
    "samhsa988": {
        "citation": (
            "Substance Abuse and Mental Health Services Administration. 988 Suicide "
            "and Crisis Lifeline: frequently asked questions."
        ),
        "doi": "",
        "pmid": "",
        "url": "https://988lifeline.org",
        "publisher": "988 Lifeline",
    },
    "sanacora2017": {
        "citation": (
            "Sanacora G, et al. A consensus statement on the use of ketamine in the "
            "treatment of mood disorders. JAMA Psychiatry. 2017;74(4):399-405."
        ),
        "doi": "10.1001/jamapsychiatry.2017.0080",
        "pmid": "",
        "url": "",
    },
    "short2018": {
        "citation": (
            "Short B, et al. Side-effects associated with ketamine use in depression: "
            "a systematic review. Lancet Psychiatry. 2018;5(1):65-78."
        ),
        "doi": "10.1016/S2215-0366(17)30272-9",
        "pmid": "28757132",
        "url": "",
    },
    "taylor2018": {
        "citation": (
            "Taylor JH, et al. Ketamine for social anxiety disorder: a randomized, "
            "placebo-controlled crossover trial. Neuropsychopharmacology. "
            "2018;43(2):325-333."
        ),
        "doi": "10.1038/npp.2017.194",
        "pmid": "",
        "url": "",
    },
    "vadod-ptsd": {
        "citation": (
            "Schnurr PP, et al. The management of posttraumatic stress disorder and "
            "acute stress disorder: synopsis of the 2023 US Department of Veterans "
            "Affairs and US Department of Defense clinical practice guideline. Ann "
            "Intern Med. 2024;177(3):363-374."
        ),
        "doi": "10.7326/M23-2757",
        "pmid": "",
        "url": "",
    },
    "vankawala2021": {
        "citation": (
            "Vankawala J, et al. Meta-analysis: hemodynamic responses to "
            "sub-anesthetic doses of ketamine in patients with psychiatric disorders. "
            "Front Psychiatry. 2021;12."
        ),
        "doi": "10.3389/fpsyt.2021.549080",
        "pmid": "33841195",
        "url": "",
    },
    "wilkinson2019": {
        "citation": (
            "Wilkinson ST, et al. Impact of midazolam vs. saline on effect size "
            "estimates in controlled trials of ketamine as a rapid-acting "
            "antidepressant. Neuropsychopharmacology. 2019;44(7):1233-1238."
        ),
        "doi": "10.1038/s41386-019-0317-8",
        "pmid": "30653192",
        "url": "",
    },
    "zarate2006": {
        "citation": (
            "Zarate CA Jr, et al. A randomized trial of an N-methyl-D-aspartate "
            "antagonist in treatment-resistant major depression. Arch Gen Psychiatry. "
            "2006;63(8):856-864."
        ),
        "doi": "10.1001/archpsyc.63.8.856",
        "pmid": "16894061",
        "url": "",
    },
}
