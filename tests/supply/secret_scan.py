"""Finds secrets in what git keeps: keys, tokens, passwords, files that hold them.

    python -m tests.supply.secret_scan

Made-up values say so in themselves ("only-for-tests", "made-up"), or are readable where
a real key is random.
"""

import base64
import binascii
import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePath

from .locks import ROOT

MADE_UP = re.compile(r"only-for-tests|made-up|example|password@|user:", re.IGNORECASE)
NEVER_KEPT = re.compile(
    r"(^|/)(\.env(\.(?!example$).+)?|\.netrc|\.pgpass|keys\.json|id_(rsa|dsa|ecdsa|ed25519)"
    r"|.*\.(pem|key|p12|pfx|jks|keystore|sqlite3?|dump))$"
)
SHAPES = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "a key of AWS": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of GitHub": r"\b(?:gh[pousr]_\w{36,}|github_pat_\w{40,})",
    "a token of GitLab": r"\bglpat-[\w-]{20,}",
    "a token of Slack": r"\bxox[abprs]-[\w-]{10,}",
    "a key of Stripe": r"\b[rs]k_live_\w{16,}",
    "a key of Google": r"\bAIza[\w-]{35}",
    "a key of SendGrid": r"\bSG\.[\w-]{16,}\.[\w-]{16,}",
    "a token of npm": r"\bnpm_\w{36}",
}
_SHAPED = re.compile("|".join(f"(?P<s{n}>{s})" for n, s in enumerate(SHAPES.values())))
_FERNET = re.compile(r"(?<![\w/+=-])[A-Za-z0-9_-]{43}=(?![\w=])")
_IN_ADDRESS = re.compile(r"\b[a-z][a-z+]+://[^\s/:@\"'{}<>]+:([^\s/@\"'{}<>]{6,})@")
_NAMED = re.compile(
    r"(?:SECRET|TOKEN|PASSWORD|PASSWD|_KEYS?|APIKEY)\w*[\"']?\s*[:=]\s*[\[(]?\s*"
    r"[\"']?([^\s\"',;\])]{16,})",
    re.IGNORECASE,
)
_CODE = re.compile(r"[(){}\[<>|\\$]|\.\w+\.|::")
# Bits a letter. Of 200,000 random passwords of 22 letters the poorest had 3.2; from 3.7
# on, one in 200 went by, and at 3 nothing that is written here is taken for a secret.
RANDOM_FROM = 3.0
LARGEST = 3_000_000


def entropy(text: str) -> float:
    """Return how many bits a letter of a text carries."""
    return -sum(
        n / len(text) * math.log2(n / len(text)) for n in Counter(text).values()
    )


def looks_random(text: str) -> bool:
    """Say whether a value is drawn by lot, not written by somebody."""
    kinds = (str.islower, str.isupper, str.isdigit)
    mixed = sum(any(map(kind, text)) for kind in kinds) >= 2
    return mixed and any(map(str.isdigit, text)) and entropy(text) >= RANDOM_FROM


def is_real_fernet(key: str) -> bool:
    """Say whether a key of Fernet is random; those of tests can be read."""
    try:
        raw = base64.urlsafe_b64decode(key)
    except (binascii.Error, ValueError):
        return False
    return len(raw) == 32 and not all(32 <= byte < 127 for byte in raw)


def found_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line of each secret in a text, and what it seems to be."""
    for match in _SHAPED.finditer(text):
        yield _line(text, match), list(SHAPES)[int(match.lastgroup[1:])]
    for match in _FERNET.finditer(text):
        if is_real_fernet(match[0]):
            yield _line(text, match), "a key of Fernet"
    for match in _IN_ADDRESS.finditer(text):
        if not MADE_UP.search(match[0]) and looks_random(match[1]):
            yield _line(text, match), "a password in an address"
    for match in _NAMED.finditer(text):
        value = match[1]
        if MADE_UP.search(value) or _CODE.search(value) or is_fernet(value):
            continue
        if looks_random(value):
            yield _line(text, match), "a secret by its name"


def is_fernet(value: str) -> bool:
    """Say whether a value has the shape that is looked at on its own."""
    return bool(_FERNET.fullmatch(value))


def _line(text: str, match: re.Match) -> int:
    return text.count("\n", 0, match.start()) + 1


def kept(root: Path) -> list[str]:
    """Return the files that git keeps or would add, by their path below `root`."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True)
    return [name for name in listed.stdout.decode().split("\0") if name]


def scan(root: Path) -> list[str]:
    """Return where secrets lie in a repository: file, line and what each seems."""
    found = []
    for name in kept(root):
        path = root / name
        if NEVER_KEPT.search(PurePath(name).as_posix()):
            found.append(f"{name}: a file that holds secrets or data")
        if not path.is_file() or path.stat().st_size > LARGEST:
            continue
        raw = path.read_bytes()
        if b"\0" in raw[:8000]:
            continue
        text = raw.decode("utf-8", "replace")
        found += [f"{name}:{line}: {what}" for line, what in found_in(text)]
    return found


if __name__ == "__main__":
    if secrets := scan(ROOT):
        sys.exit("Secrets do not belong into the repository:\n" + "\n".join(secrets))
