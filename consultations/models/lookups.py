"""Keyed digests of what people are searched by: e-mail, phone, words of a name."""

import re
import secrets
import unicodedata

import phonenumbers
from django.db.models import Q

from clinic.encryption import lookup_digest, lookup_digests

from .activity import RequestLookup
from .choices import LookupKind

REFERENCE_ALPHABET = "234679ACDEFGHJKMNPQRTVWXY"
REFERENCE_LENGTH = 8
REGION = "US"

# A name is found by the beginnings of its words, this many letters of them.
SHORTEST_PREFIX = 3
LONGEST_PREFIX = 12
# Enough to keep beginnings apart, a quarter of the room that a whole digest takes.
PREFIX_DIGEST = 16
# Rows are filled up to a multiple of this: their number must not tell a name's length.
PREFIX_ROWS = 8


def normal_email(text: str) -> str:
    """Return an address as it is compared."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def normal_phone(text: str) -> str:
    """Return a number in any usual writing as E.164, or "" when it is none."""
    written = unicodedata.normalize("NFKC", text).strip()
    written = re.sub(r"^00\s*(?=[1-9])", "+", written)
    try:
        number = phonenumbers.parse(written, REGION)
    except phonenumbers.NumberParseException:
        return ""
    number.extension = None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def name_words(text: str) -> list[str]:
    """Return the words of a name as they are compared: no case, no accents."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    bare = "".join(c for c in plain.casefold() if not unicodedata.combining(c))
    return sorted(set(re.findall(r"\w+", bare)))


def whole_name(text: str) -> str:
    """Return all words of a name as one value; "" for a single word, which says little.

    The order of the words does not count.
    """
    words = name_words(text)
    return " ".join(words) if len(words) > 1 else ""


def normal_reference(text: str) -> str:
    """Return a reference as it is stored, or "" when it cannot be one."""
    written = re.sub(r"[\s\-–]", "", text).upper()
    if len(written) == REFERENCE_LENGTH and set(written) <= set(REFERENCE_ALPHABET):
        return written
    return ""


def lookup_values(*, name: str, email: str, phone: str) -> list[tuple[str, str]]:
    """Return the (kind, value) pairs by which a request will be found as a whole."""
    values = [(str(LookupKind.NAME), word) for word in name_words(name)]
    if whole := whole_name(name):
        values.append((str(LookupKind.WHOLE_NAME), whole))
    if email:
        values.append((str(LookupKind.EMAIL), normal_email(email)))
    if normal_phone(phone):
        values.append((str(LookupKind.PHONE), normal_phone(phone)))
    return values


def lookup_rows(*, name: str, email: str, phone: str) -> list[tuple[str, str]]:
    """Return the (kind, digest) rows by which a request will be found."""
    values = lookup_values(name=name, email=email, phone=phone)
    rows = [(kind, lookup_digest(kind, value)) for kind, value in values]
    # In the order of their digests, so that the order of rows tells nothing either.
    return sorted(rows + prefix_rows(name))


def prefixes(word: str) -> list[str]:
    """Return the beginnings by which a word is found, short of the whole word."""
    longest = min(len(word) - 1, LONGEST_PREFIX)
    return [word[:length] for length in range(SHORTEST_PREFIX, longest + 1)]


def prefix_rows(name: str) -> list[tuple[str, str]]:
    """Return the rows for the beginnings of a name's words, among some that fit none.

    There are always some, so that a request without any is one from before.
    """
    beginnings = {start for word in name_words(name) for start in prefixes(word)}
    digests = [_prefix_digests(start)[0] for start in beginnings]
    missing = -len(digests) % PREFIX_ROWS or (0 if digests else PREFIX_ROWS)
    digests += [secrets.token_hex(PREFIX_DIGEST // 2) for _row in range(missing)]
    return [(str(LookupKind.PREFIX), digest) for digest in sorted(digests)]


def _prefix_digests(start: str) -> list[str]:
    digests = lookup_digests(LookupKind.PREFIX, start)
    return [digest[:PREFIX_DIGEST] for digest in digests]


def matching(text: str) -> list[Q]:
    """Return the filters for what somebody typed into the desk's search; any may fit.

    A reference, an e-mail address, a phone number in any writing, or words of a name:
    each of them must fit, whole or as a beginning of three letters and more.
    """
    found = []
    if reference := normal_reference(text):
        found.append(Q(reference=reference))
    if "@" in text:
        found.append(_has(LookupKind.EMAIL, normal_email(text)))
    elif phone := normal_phone(text):
        found.append(_has(LookupKind.PHONE, phone))
    words = name_words(text)
    if words and "@" not in text:
        each_word = Q()
        for word in words:
            each_word &= _has_word(word)
        found.append(each_word)
    return found


def _has(kind: str, value: str) -> Q:
    return _in_rows(Q(kind=kind, digest__in=lookup_digests(kind, value)))


def _has_word(word: str) -> Q:
    fits = Q(kind=LookupKind.NAME, digest__in=lookup_digests(LookupKind.NAME, word))
    if len(word) >= SHORTEST_PREFIX:
        digests = _prefix_digests(word[:LONGEST_PREFIX])
        fits |= Q(kind=LookupKind.PREFIX, digest__in=digests)
    return _in_rows(fits)


def _in_rows(fits: Q) -> Q:
    return Q(pk__in=RequestLookup.objects.filter(fits).values("request"))
