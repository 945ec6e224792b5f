"""A response of one's own: how likely a viewer takes an action on a post. ``respond(seen) -> probability``.

Without one the campaign model's own holds (:mod:`sim.models.campaign.response`). A response sees one impression and one
action at a time, as :class:`Impression`, among the rest what the model itself makes of them, and gives a probability.
It is plain Python that numba can compile: the engine calls it compiled, and the readable twin calls the very same
function.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from sim.trying import fault_of

SHARE, LIKE, COMMENT, SAVE, CLICK, FOLLOW, COMPLETE, HIDE, JOIN = (float(place) for place in range(9))
"""What may be asked for in ``Impression.action``."""
FEED, RECOMMENDED, BOOST, ADS, COMMUNITY, FRIEND = (float(place) for place in range(6))
"""How the viewer came to it, in ``Impression.channel``: in the feed from an account that he follows, recommended by the
platform, paid for (two), as a member of the private community, or sent by a friend."""


class Impression(NamedTuple):
    """An account sees a post: all that bears on whether it takes one action; all numbers are float64."""

    action: float  # which: SHARE, LIKE, ...
    chance: float  # what the model's own response gives
    log_odds: float  # of that, but for the weariness
    weariness: float  # by which it is multiplied: 1, and less after earlier paid or look-alike impressions
    base: float  # log-odds of the action on this item: level, format, features, and what this action alone is moved by
    liking: float  # of the post, whoever sees it: its hidden appeal, less what is only commercial
    match: float  # the viewer's interest in the item, in standard deviations
    personal: float  # how readily the viewer reacts, in log-odds
    trust: float  # the logarithm of the viewer's trust in the author
    attitude: float  # to the brand, -1 to 1
    stance: float  # of the item to the brand, -1 to 1
    selling: float  # how far the item only sells: commerciality x (1 - authenticity)
    sharers: float  # accounts that the viewer follows and that have shared the item to him
    shown: float  # earlier impressions of the campaign
    paid_shown: float  # those of them that were paid for
    is_paid: float  # 1 if this one is paid for, else 0
    channel: float  # FEED, RECOMMENDED, ...
    followers: float  # of the author, in accounts; 0 where nobody has put it up, as in an ad
    age: float  # hours since the post came out


USUAL: Final = Impression(
    *(LIKE, 0.005, -5.3, 1.0, -5.3, 0.0, 0.0, 0.0, -0.5),
    *(0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, FEED, 100.0, 1.0),
)
"""A usual impression, as a case to try a response on."""

PROBES: Final = tuple(
    seen._replace(action=action)
    for action in (SHARE, LIKE, COMMENT, SAVE, CLICK, FOLLOW, COMPLETE, HIDE, JOIN)
    for seen in (
        USUAL,
        USUAL._replace(chance=0.0, log_odds=-800.0, base=-50.0, liking=-20.0, match=-5.0, attitude=-1.0, trust=-10.0),
        USUAL._replace(chance=1.0, log_odds=800.0, base=50.0, liking=20.0, match=5.0, attitude=1.0, trust=0.0),
        USUAL._replace(chance=0.003, weariness=0.5, shown=9.0, paid_shown=3.0, is_paid=1.0, channel=ADS, followers=0.0),
        USUAL._replace(sharers=40.0, channel=RECOMMENDED, followers=1e6, age=1000.0, selling=1.0, stance=-1.0),
    )
)
"""Impressions on which a response of one's own is tried."""

_own: dict[str, Callable[[Impression], float]] = {}
"""Responses of the user's own files, as ``file:function``; the command line allowed them."""


class ResponseError(ValueError):
    """A response that is not there, gives no probability, or cannot be compiled; the message says what."""


def response(name: str) -> Callable[[Impression], float]:
    """The plain Python function of a response.

    Raises:
        ResponseError: no response of this name was taken in.
    """
    if name not in _own:
        raise ResponseError(
            f"there is no response {name!r}; allowed: a function in a file of your own, as mine.py:respond"
        )
    return _own[name]


def add_own(name: str, function: Callable[[Impression], float]) -> None:
    """Take in a response of the user's own under its reference (``file.py:function``), after trying it.

    Raises:
        ResponseError: it fails or may fail, gives no probability or not always the same, or cannot be compiled.

    >>> def twice_as_likely_to_share(seen):
    ...     return min(2.0 * seen.chance, 1.0) if seen.action == SHARE else seen.chance
    >>> add_own("mine.py:respond", twice_as_likely_to_share)
    >>> response("mine.py:respond")(USUAL._replace(action=SHARE))
    0.01
    """
    if _own.get(name) is function:
        return
    chance = "a response gives a probability, 0 to 1"
    fault = fault_of(function, PROBES, lambda number: 0.0 <= number <= 1.0, chance)
    if fault:
        raise ResponseError(f"{name}: {fault}")
    _own[name] = function
