"""What people write to a clinic, and what is sent to every form there is.

Made up for these tests: nobody sent any of it. Each kind is split in two. The tuning
part was there to choose words, points and threshold by; the held-out part was written
before that and was never looked into while choosing.

A message begins with a line `@ name | reach`; without a reach it gets a phone number.
`{one|other}` stands for alternatives and `x2` at the end of the line for two messages,
each with its own fixed choice among them.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
ALTERNATIVES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Sent:
    """One message as it was typed, and the seconds it took."""

    name: str
    phone: str
    email: str
    message: str
    seconds: int


def corpus(kind: str, part: str) -> list[Sent]:
    """Return the `genuine` or `spam` messages of the part `tuning` or `held_out`."""
    text = (FOLDER / f"{kind}_{part}.txt").read_text(encoding="utf-8")
    written = []
    for entry in re.split(r"^@ ", text, flags=re.MULTILINE)[1:]:
        head, _newline, message = entry.partition("\n")
        times = 1
        if head.endswith(" x2"):
            head, times = head.removesuffix(" x2"), 2
        for variant in range(times):
            name, _bar, reach = chosen(head, variant).partition(" | ")
            written.append((name, reach, chosen(message.strip(), variant)))
    return [_sent(kind, number, *fields) for number, fields in enumerate(written)]


def chosen(text: str, variant: int) -> str:
    """Return a text with one of each group of alternatives."""
    groups = iter(range(text.count("{")))
    return ALTERNATIVES.sub(
        lambda group: (options := group[1].split("|"))[
            (variant + next(groups)) % len(options)
        ],
        text,
    )


def _sent(kind, number, name, reach, message) -> Sent:
    # Neither is told apart by time here: machines wait a little by now, and people
    # paste, or let the browser fill in what it knows.
    if kind == "genuine":
        seconds = 5 + len(message) // 6 + number % 7
    else:
        seconds = 4 + number % 40
    by_mail = "@" in reach
    area = ("703", "571", "202")[number % 3]
    phone = "" if by_mail else reach or f"{area} 555 01{number % 100:02}"
    return Sent(name, phone, reach if by_mail else "", message, seconds)
