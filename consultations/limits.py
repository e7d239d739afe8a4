"""How much comes from one place: first set aside, and far over that, sent to the phone.

A place is counted under a keyed digest with a salt of its day, so that nothing kept
tells an address, nor whether yesterday's visitor is today's. Families, waiting rooms,
shelters and the shared addresses of mobile carriers stay far below these numbers.
"""

import hashlib
import hmac
import logging
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from clinic.client_address import Address, client_address
from clinic.counting import count

# A household has one IPv4 address, or one /64 of IPv6 in which it changes at will.
PREFIXES = {4: (32, 24), 6: (64, 48)}
REMEMBERED_AT_MOST = 10_000
# So many forms of a place are known to one process alone.
LITTLE = 5

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """So many within `seconds`, from one address and from the network around it."""

    name: str
    seconds: int
    address: int
    network: int


# Forms received: over it they are set aside for a look.
USUAL = Limit("received", 60 * 60, address=20, network=80)
# Forms sent, wrong and repeated ones too: over it nothing is read any more.
FLOOD = Limit("sent", 30 * 60, address=90, network=360)


class Little:
    """What this process alone knows of places that sent little.

    Nearly everybody sends a form or two: only what is more is told to the others, so
    that a form waits for no count. Each other process may know of as much.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Know of nobody."""
        # By key; 0 for those of which the others know.
        self._sent: dict[str, int] = {}

    def more(self, keys: list[str]) -> dict[str, int]:
        """Count a form for each key, and return by how much the shared counts grow."""
        more = {}
        with self._lock:
            if len(self._sent) >= REMEMBERED_AT_MOST:
                # Those of windows that are over are never asked for again.
                self._sent.clear()
            for key in keys:
                before = self._sent.get(key)
                sent = 1 if before == 0 else (before or 0) + 1
                is_told = before == 0 or sent > LITTLE
                self._sent[key] = 0 if is_told else sent
                if is_told:
                    more[key] = sent
        return more


_little = Little()
# Until when a place is refused, known to this process: a flood costs no query.
_refused: dict[str, float] = {}


@dataclass(frozen=True)
class Counted:
    """How often a place sent something within the hour, and how often texts came."""

    address: int = 0
    network: int = 0
    texts: tuple[int, ...] = ()

    @property
    def over_the_usual(self) -> bool:
        """Say whether more came than people send."""
        return self.address > USUAL.address or self.network > USUAL.network


def seconds_to_wait(request: HttpRequest) -> int:
    """Count a form that was sent; return for how long its place is refused, or 0.

    Pages may be read from anywhere at any time.
    """
    if request.method != "POST":
        return 0
    now = time.time()
    keys = _keys(FLOOD, client_address(request), now)
    if not keys:
        return 0
    until = max(_refused.get(key, 0) for key in keys)
    if until > now:
        return _whole(until - now)
    more = _little.more(keys)
    if not more:
        return 0
    numbers = _counted(dict.fromkeys(more, FLOOD.seconds), more)
    most = (FLOOD.address, FLOOD.network)
    over = [k for k, limit in zip(keys, most, strict=True) if numbers.get(k, 0) > limit]
    if not over:
        return 0
    until = _end(FLOOD, now)
    _remember(over, until, now)
    logger.warning("A flood of forms: one place is refused for %d s", until - now)
    return _whole(until - now)


def places(request: HttpRequest) -> list[str]:
    """Return the keys by which a valid form is counted for where it came from."""
    return _keys(USUAL, client_address(request), time.time())


def received(places: list[str], texts: dict[str, int]) -> Counted:
    """Count a valid form by its `places`, and its text by keys that tell nothing.

    `texts` says for how many seconds each key is kept. Where nothing could be counted
    the numbers are 0.
    """
    numbers = _counted(dict.fromkeys(places, USUAL.seconds) | texts)
    of_places = [numbers.get(key, 0) for key in places] or [0, 0]
    return Counted(*of_places, texts=tuple(numbers.get(text, 0) for text in texts))


def forget() -> None:
    """Let this process refuse nobody, as after its start."""
    _refused.clear()
    _little.forget()


def _keys(limit: Limit, address: Address | None, now: float) -> list[str]:
    """Return the keys of an address and its network; none where all would share one.

    Whoever seems to come from this machine came through a proxy that
    `TRUSTED_PROXIES` does not count: there is nobody to tell apart.
    """
    if address is None or address.is_loopback:
        return []
    window = int(now // limit.seconds)
    began = datetime.fromtimestamp(window * limit.seconds, UTC)
    day = salt(began)
    return [
        f"limit:{limit.name}:{window}:{_digest(day, _network(address, prefix))}"
        for prefix in PREFIXES[address.version]
    ]


def salt(moment: datetime) -> str:
    """Return the salt of a day, in UTC."""
    return f"consultations.limits.{moment:%Y-%m-%d}"


def _network(address: Address, prefix: int) -> str:
    rest = address.max_prefixlen - prefix
    return f"{type(address)(int(address) >> rest << rest)}/{prefix}"


def _digest(day: str, network: str) -> str:
    key = _key_of(day, settings.SECRET_KEY)
    return hmac.digest(key, network.encode(), "sha256").hex()[:40]


@lru_cache(maxsize=8)
def _key_of(day: str, secret: str) -> bytes:
    return hashlib.sha256(f"{day}\0{secret}".encode()).digest()


def _counted(
    keys: dict[str, int], more: dict[str, int] | None = None
) -> dict[str, int]:
    try:
        return count(keys, more)
    except Exception as error:  # noqa: BLE001 - whatever the cache has, people get through
        logger.warning("Limits are not counted: %s", type(error).__name__)
        return {}


def _remember(keys: list[str], until: float, now: float) -> None:
    if len(_refused) >= REMEMBERED_AT_MOST:
        for key in [k for k, end in _refused.copy().items() if end <= now]:
            _refused.pop(key, None)
    if len(_refused) < REMEMBERED_AT_MOST:
        _refused.update(dict.fromkeys(keys, until))


def _end(limit: Limit, now: float) -> float:
    return (now // limit.seconds + 1) * limit.seconds


def _whole(seconds: float) -> int:
    return max(1, int(-(-seconds // 1)))
