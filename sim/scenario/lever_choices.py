"""What a campaign's plan does for relations and in promotions: actions, resolved and checked."""

from dataclasses import dataclass

from sim.scenario.times import Span

HOUR = 3600.0


class OfAnItem:
    """An action on one item."""

    item: str | None

    @property
    def items(self) -> tuple[str, ...]:
        """What it publishes, or is about; nothing where any item is meant."""
        return () if self.item is None else (self.item,)


class Repeated:
    """Posts at one moment, or again and again."""

    at: Span
    every: float | None

    def moments(self) -> list[float]:
        """The seconds of its posts."""
        return [self.at.start] if self.every is None else self.at.every(self.every)


@dataclass(frozen=True)
class CommunityAction:
    """A private community of the brand.

    Attributes:
        item: what members are sent.
        at: between when and when who joins is given something, and members are sent posts.
        offer: gift for each who joins (currency).
        spend: the most that gifts may cost (currency); 0 without a gift.
        push: seconds between two posts to members, or None for none.
    """

    item: str
    at: Span
    offer: float = 0.0
    spend: float = 0.0
    push: float | None = None

    name = "community"

    @property
    def items(self) -> tuple[str, ...]:
        """What it publishes."""
        return () if self.push is None else (self.item,)

    def moments(self) -> list[float]:
        """The seconds at which members are sent something, the first one ``push`` after the start."""
        if self.push is None:
            return []
        count = max(0, int(-(-(self.at.end - self.at.start) // self.push)) - 1)
        return [self.at.start + (place + 1) * self.push for place in range(count)]


@dataclass(frozen=True)
class MembersAction(OfAnItem, Repeated):
    """Posts to the members of the brand's private community.

    Attributes:
        item: what they are sent.
        at: when.
        every: seconds between two posts, or None for one post.
    """

    item: str
    at: Span
    every: float | None = None

    name = "push"


@dataclass(frozen=True)
class CareAction:
    """Somebody, or a machine, who answers complaints.

    Attributes:
        at: between when and when.
        per_hour: answers an hour of all of them together; inf is as many as come.
        delay: seconds before a complaint can be answered.
        quality: how good the answers are, 0 to 1.
        comments: whether comments are answered too.
        staff: how many people; 0 is a machine.
        wage: of each of them an hour (currency).
        cost: of a machine (currency).
    """

    at: Span
    per_hour: float
    delay: float
    quality: float
    comments: bool = False
    staff: int = 0
    wage: float = 0.0
    cost: float = 0.0

    name = "care"
    items = ()

    @property
    def hours(self) -> float:
        """How long."""
        return (self.at.end - self.at.start) / HOUR


@dataclass(frozen=True)
class InsightAction:
    """What people say is listened to.

    Attributes:
        at: from when what was said before is known.
        delay: seconds until the product is better.
        gain: by how much at most (quality, 0 to 1).
        cost: of listening (currency).
    """

    at: Span
    delay: float
    gain: float
    cost: float = 0.0

    name = "insight"
    items = ()


@dataclass(frozen=True)
class CrisisAction:
    """An answer when the brand is spoken ill of.

    Attributes:
        kind: one of :data:`sim.levers.RESPONSES`.
        threshold: negative posts after which it acts.
        delay: seconds from then until the answer is out.
        cost: of being ready for it (currency).
    """

    kind: str
    threshold: int
    delay: float
    cost: float = 0.0

    name = "crisis"
    items = ()


@dataclass(frozen=True)
class ReferralAction(OfAnItem):
    """Rewards for who brings friends.

    Attributes:
        item: what friends are shown.
        at: between when and when.
        reward: for each friend who orders (currency).
        spend: the most that rewards may cost (currency).
    """

    item: str
    at: Span
    reward: float
    spend: float

    name = "referral"


@dataclass(frozen=True)
class PrizeAction(OfAnItem):
    """Prizes for who takes an action.

    Attributes:
        name: "lottery" or "challenge".
        item: on which content.
        at: between when and when.
        prize: what a winner gets (currency).
        winners: how many.
        action: what one must do.
    """

    name: str
    item: str
    at: Span
    prize: float
    winners: int = 1
    action: str = "share"


@dataclass(frozen=True)
class OfferAction(OfAnItem):
    """A discount that holds for a time.

    Attributes:
        item: for who comes through this content, or None for any.
        at: between when and when.
        discount: price reduction, 0 to 1.
    """

    item: str | None
    at: Span
    discount: float

    name = "offer"


Relation = CommunityAction | MembersAction | CareAction | InsightAction | CrisisAction
Promotion = ReferralAction | PrizeAction | OfferAction
