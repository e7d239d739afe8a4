"""How figures are drawn: by the server, with invented ones here."""

from clinic import charts
from clinic_site.styleguide.sample import Sample

PURPOSE = (
    "Figures drawn by the server. Each chart says its figures in a table, too, and "
    "tells its series apart by dash and dot, not by color alone."
)

WEEKS = ["Sep 7", "Sep 14", "Sep 21", "Sep 28", "Oct 5", "Oct 12", "Oct 19", "Oct 26"]
YEAR = [f"Week {number}" for number in range(1, 53)]
REQUESTS = [12, 17, 9, 21, 24, 18, 0, 26]
MEDIAN = [48, 52, 40, 61, 55, None, 44, 38]
SLOWEST = [180, 240, 150, 310, 205, None, 160, 142]
ENDINGS = [
    ("Consultation held, treatment booked", 31),
    ("Attended and not booked", 12),
    ("Unreachable", 9),
    ("Not suitable (a clinician's decision)", 4),
    ("Withdrawn", 0),
]


def bars(title: str, points) -> dict:
    chart = charts.bars(points, "Requests")
    return {"chart": chart, "title": title, "id": "requests", "first": "Week"}


def lines(title: str, labels, *series) -> dict:
    chart = charts.lines(labels, series)
    return {"chart": chart, "title": title, "id": "attempt", "first": "Week"}


def rows(points) -> dict:
    return {
        "rows": charts.rows(points),
        "title": "How requests ended",
        "first": "Ending",
        "name": "Requests",
    }


TO_ATTEMPT = "Office minutes to the first attempt"

SAMPLES = [
    Sample(
        "components/chart_bars.html",
        "Bars by week",
        "How many, week by week.",
        {
            "Weeks": bars("Requests by week", list(zip(WEEKS, REQUESTS, strict=True))),
            "A year": bars(
                "Requests by week",
                [(week, 5 + at * 7 % 23) for at, week in enumerate(YEAR)],
            ),
            "One": bars("Requests by week", [("Sep 7", 12)]),
            "All zero": bars("Requests by week", [(week, 0) for week in WEEKS]),
            "Huge": bars(
                "Requests by week",
                [(w, n * 98_765_432) for w, n in zip(WEEKS, REQUESTS, strict=True)],
            ),
            "None": bars("Requests by week", []),
        },
        narrow=True,
        also=("components/chart_frame.html",),
        height=420,
    ),
    Sample(
        "components/chart_lines.html",
        "Two lines",
        "The usual and the slow case over time; a week without either is a gap.",
        {
            "Weeks": lines(TO_ATTEMPT, WEEKS, ("Median", MEDIAN), ("9 of 10", SLOWEST)),
            "A year": lines(
                TO_ATTEMPT,
                YEAR,
                ("Median", [40 + at * 13 % 29 for at in range(52)]),
                ("9 of 10", [120 + at * 31 % 97 for at in range(52)]),
            ),
            "One": lines(TO_ATTEMPT, ["Sep 7"], ("Median", [48]), ("9 of 10", [52])),
            "None": lines(TO_ATTEMPT, [], ("Median", []), ("9 of 10", [])),
        },
        narrow=True,
        height=420,
    ),
    Sample(
        "components/chart_axes.html",
        "Axes",
        "The part that bars and lines share.",
        {"Round steps": {"chart": charts.bars([("Sep 7", 47)], "Requests")}},
        inside='<div class="chart__scroll" tabindex="0" role="group" '
        'aria-label="Axes"><svg class="chart__drawing" viewBox="0 0 640 260" '
        'role="img" aria-label="Axes">{}</svg></div>',
    ),
    Sample(
        "components/chart_table.html",
        "Figures",
        "The same figures to read, folded away.",
        {
            "Two columns": {
                "chart": charts.lines(
                    WEEKS, [("Median", MEDIAN), ("9 of 10", SLOWEST)]
                ),
                "title": TO_ATTEMPT,
                "first": "Week",
            }
        },
        height=90,
    ),
    Sample(
        "components/chart_rows.html",
        "Rows",
        "Shares of a whole, the largest first: a table that draws itself.",
        {
            "Endings": rows(ENDINGS),
            "All zero": rows([(label, 0) for label, _number in ENDINGS]),
            "None": rows([]),
        },
        narrow=True,
        height=260,
    ),
    Sample(
        "components/chart_spark.html",
        "Spark",
        "A line beside a number that says the same.",
        {
            "Rising": {
                "spark": charts.spark(REQUESTS),
                "words": "Requests over eight weeks, 26 in the last one",
            },
            "One": {"spark": charts.spark([4]), "words": "4 requests"},
            "None": {"spark": charts.spark([]), "words": "No requests yet"},
        },
        inside="<p>{}</p>",
        width="third",
        height=80,
    ),
]
