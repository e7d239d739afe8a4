"""The trials that the long article sets side by side; [n] are its references."""

TRIALS = {
    "caption": "What five trials of ketamine infusions found",
    "columns": [
        {"type": "text", "heading": "Trial"},
        {"type": "text", "heading": "Compared with"},
        {"type": "text", "heading": "What it found"},
    ],
    "rows": [
        {"values": row}
        for row in (
            (
                "Depression, 73 people [13]",
                "A sedative",
                "After one day 64 in 100 responded, against 28 in 100",
            ),
            (
                "Depression, 62 people [14]",
                "A sedative",
                "No clear difference after up to eight infusions",
            ),
            (
                "Social anxiety, 18 people [9]",
                "A placebo",
                "Staff saw a third respond, against none; people’s own "
                "ratings did not differ",
            ),
            (
                "PTSD, 30 people [20]",
                "A sedative",
                "67 in 100 responded to six infusions, against 20 in 100",
            ),
            (
                "PTSD, 158 people [21]",
                "A placebo",
                "No clear effect on PTSD",
            ),
        )
    ],
}
