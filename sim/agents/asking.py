"""What bears on a reaction beside the model's own rule: a response of the user's own, and items that look alike."""

from math import isfinite, sqrt
from typing import Any, NamedTuple

from sim.agents.people import total
from sim.agents.posts import sold_of
from sim.agents.sessions import HOUR
from sim.arithmetic import log
from sim.models.campaign.parameters import ACTIONS
from sim.response import Impression
from sim.world import Item

FEATURES = ("utility", "arousal", "production", "novelty")


class Look(NamedTuple):
    """An impression, as an account asks itself whether it takes an action."""

    action: str
    channel: int
    is_paid: bool
    trust: float  # its logarithm
    readiness: float  # what all actions have in common, in log-odds
    weary: float  # by what all probabilities are multiplied


def by_own_effects(account: Any, post: Any, look: Look) -> float:
    """What the action's own effects add to the log-odds, beside those that all actions have in common."""
    setting, person, found = account.setting, account.person, 0.0
    met = {
        "appeal": (1.0, post.liking + setting.commercial_effect * post.sold),
        "match": (setting.match_effect, person.match[post.item]),
        "trust": (setting.trust_effect, look.trust),
        "attitude": (setting.attitude_effect, account.attitude_now()),
        "proof": (setting.proof_effect, log(1.0 + account.heard[post.item])),
        "commercial": (setting.commercial_effect, -post.sold),
        "personal": (1.0, person.personal),
    }
    for name, (common, value) in met.items():
        if (effect := getattr(getattr(setting.effects, look.action), name)) is not None:
            found += (effect - (-common if look.action == "hide" else common)) * value
    return found


def own_chance(account: Any, post: Any, look: Look, chance: float, log_odds: float, base: float) -> float:
    """What the user's own response gives; what is no number counts as never, and it is kept within 0 and 1."""
    model, item, person = account.model, account.model.items[post.item], account.person
    followers = len(post.author.seat_on(account.seat.platform).followers) if post.author else 0
    about = (post.liking, person.match[post.item], person.personal, look.trust, account.attitude_now(), item.stance)
    before = (account.heard[post.item], account.shown, account.paid_shown)
    how = (look.is_paid, look.channel, followers, (model.now - post.published) / HOUR)
    whole = (ACTIONS.index(look.action), chance, log_odds, look.weary, base, *about, sold_of(item), *before, *how)
    own = model.respond(Impression._make(map(float, whole)))
    return min(max(own, 0.0), 1.0) if isfinite(own) else 0.0


def likeness(one: Item, other: Item) -> float:
    """How much two items look alike, 0 to 1: the cosine of their topics and features; 0 in different formats."""
    if one.format != other.format or one == other:
        return float(one == other)
    names = sorted({*one.topics, *other.topics})
    rows = []
    for item in (one, other):
        of_item = [float(name in item.topics) for name in names]
        rows.append([*of_item, *(2.0 * (getattr(item, name) - 0.5) for name in FEATURES), item.tone])
    squares = [total(x * x for x in row) for row in rows]
    if 0.0 in squares:
        return float(squares[0] == squares[1])
    product = total(x * y for x, y in zip(*rows, strict=True))
    return min(max(product / sqrt(squares[0] * squares[1]), 0.0), 1.0)
