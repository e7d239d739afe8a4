"""How much comes from one place: first set aside, and far over that, sent to the phone.

A place is counted under a keyed digest with a salt of its day, so that nothing kept
tells an address, nor whether yesterday's visitor is today's. Families, waiting rooms,
shelters and the shared addresses of mobile carriers stay far below these numbers.
"""

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from clinic.client_address import Address, client_address
from clinic.counting import count

# A household has one IPv4 address, or one /64 of IPv6 in which it changes at will.
PREFIXES = {4: (32, 24), 6: (64, 48)}
REMEMBERED_AT_MOST = 10_000

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
    numbers = _counted(dict.fromkeys(keys, FLOOD.seconds))
    most = (FLOOD.address, FLOOD.network)
    over = [k for k, limit in zip(keys, most, strict=True) if numbers.get(k, 0) > limit]
    if not over:
        return 0
    until = _end(FLOOD, now)
    _remember(over, until, now)
    logger.warning("A flood of forms: one place is refused for %d s", until - now)
    return _whole(until - now)


def received(request: HttpRequest, texts: dict[str, int]) -> Counted:
    """Count a valid form by its place, and its text by keys that tell nothing.

    `texts` says for how many seconds each key is kept. Where nothing could be counted
    the numbers are 0.
    """
    keys = _keys(USUAL, client_address(request), time.time())
    numbers = _counted(dict.fromkeys(keys, USUAL.seconds) | texts)
    places = [numbers.get(key, 0) for key in keys] or [0, 0]
    return Counted(*places, texts=tuple(numbers.get(text, 0) for text in texts))


def forget() -> None:
    """Let this process refuse nobody, as after its start."""
    _refused.clear()


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
    return salted_hmac(day, network, algorithm="sha256").hexdigest()[:40]


def _counted(keys: dict[str, int]) -> dict[str, int]:
    try:
        return count(keys)
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
