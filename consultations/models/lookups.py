"""Keyed digests of what people are searched by: e-mail, phone, words of a name."""

import re
import secrets
import unicodedata
from operator import itemgetter

import phonenumbers
from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery
from django.db.models.lookups import IsNull

from clinic.encryption import lookup_digest, lookup_digests

from .activity import RequestLookup
from .choices import LookupKind
from .parts import CountOf, Part

REFERENCE_ALPHABET = "234679ACDEFGHJKMNPQRTVWXY"
REFERENCE_LENGTH = 8
REGION = "US"
# A number of this region as the form stores it: there is nothing to find out.
_AS_STORED = re.compile(r"\+1[2-9]\d\d[2-9]\d{6}", re.ASCII)

# A name is found by the beginnings of its words, this many letters of them.
SHORTEST_PREFIX = 3
LONGEST_PREFIX = 12
# Enough to keep beginnings apart, a quarter of the room that a whole digest takes.
PREFIX_DIGEST = 16
# Rows are filled up to a multiple of this: their number must not tell a name's length.
PREFIX_ROWS = 8
# Words that so many have are not told apart: whichever of them is looked through, few
# of its rows are, until a page of matches is found.
COMMON = 10_000


def normal_email(text: str) -> str:
    """Return an address as it is compared."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def normal_phone(text: str) -> str:
    """Return a number in any usual writing as E.164, or "" when it is none."""
    if _AS_STORED.fullmatch(text):
        return text
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
    drawn = secrets.token_hex(PREFIX_DIGEST // 2 * missing)
    starts = range(0, len(drawn), PREFIX_DIGEST)
    digests += [drawn[at : at + PREFIX_DIGEST] for at in starts]
    return [(str(LookupKind.PREFIX), digest) for digest in sorted(digests)]


def _prefix_digests(start: str) -> list[str]:
    digests = lookup_digests(LookupKind.PREFIX, start)
    return [digest[:PREFIX_DIGEST] for digest in digests]


def matching(queryset, text: str, newest: int | None) -> list[Part]:
    """Return the ids of those requests that fit what was typed into the desk's search.

    A reference, an e-mail address, a phone number in any writing, or words of a name:
    each of them must fit, whole or as a beginning of three letters and more. Every part
    gives the `newest` so many, or all.
    """
    found = []
    if reference := normal_reference(text):
        found.append(Part(queryset.filter(reference=reference).values("pk")))
    rows = RequestLookup.objects.order_by("-request_id")
    if queryset.query.has_filters():
        rows = rows.filter(request__in=queryset.values("pk"))
    if "@" in text:
        ranges = _ranges(rows, lookup_digests(LookupKind.EMAIL, normal_email(text)))
    else:
        phone = normal_phone(text)
        digests = lookup_digests(LookupKind.PHONE, phone) if phone else []
        ranges = _ranges(rows, digests) + _with_words(rows, name_words(text))
    return found + [Part(each.values("request")[:newest]) for each in ranges]


def _ranges(rows, digests: list[str]) -> list:
    """Return the rows of each digest: a range of the index, in its order."""
    return [rows.filter(digest=digest) for digest in digests]


def _with_words(rows, words: list[str]) -> list:
    """Return the rows of the rarest word whose requests have all the others."""
    each_word = [_word_digests(word) for word in words]
    if len(words) > 1:
        each_word = _rarest_first(each_word)
    for digests in each_word[1:]:
        other = RequestLookup.objects.filter(
            digest__in=digests, request=OuterRef("request")
        )
        # As a value of each row it is looked up row by row, and only until enough
        # are found. Of a join PostgreSQL cannot tell how many have both words.
        rows = rows.filter(IsNull(Subquery(other.values("request")[:1]), False))
    return _ranges(rows, each_word[0]) if each_word else []


def _word_digests(word: str) -> list[str]:
    digests = lookup_digests(LookupKind.NAME, word)
    if len(word) >= SHORTEST_PREFIX:
        digests += _prefix_digests(word[:LONGEST_PREFIX])
    return digests


def _rarest_first(each_word: list[list[str]]) -> list[list[str]]:
    """Order words by how many rows they have; one query."""
    counts = {
        f"count_{number}": CountOf(
            RequestLookup.objects.filter(digest__in=digests).values("request"),
            limit=COMMON,
        )
        for number, digests in enumerate(each_word)
    }
    # Any row carries them, such as that of whoever searches; without one, any order.
    people = get_user_model().objects.order_by("pk")
    row = people.values(**counts).first() or dict.fromkeys(counts, 0)
    ordered = sorted(zip(row.values(), each_word, strict=True), key=itemgetter(0))
    return [digests for _count, digests in ordered]
