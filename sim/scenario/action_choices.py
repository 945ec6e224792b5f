"""What a plan of the campaign model does: actions, resolved and checked."""

from dataclasses import dataclass

from sim.scenario.choices import SeedGroup
from sim.scenario.compare_choices import Condition
from sim.scenario.lever_choices import OfAnItem, Promotion, Relation, Repeated
from sim.scenario.times import Span


@dataclass(frozen=True)
class PostAction(OfAnItem, Repeated):
    """Posts on an account of the brand's own.

    Attributes:
        item: what is posted.
        account: id or label of the account.
        at: when.
        every: seconds between two posts, or None for one post.
        platform: the further platform's name on which it is, or None for the first.
    """

    item: str
    account: int | str
    at: Span
    every: float | None = None
    platform: str | None = None

    name = "post"


@dataclass(frozen=True)
class LiveAction(PostAction):
    """A live stream on an account of the brand's own.

    Attributes:
        commission: what its host gets of the orders through it (share of their value), or None for nothing.
    """

    commission: float | None = None

    name = "live"


@dataclass(frozen=True)
class PayAction:
    """Posts that accounts are paid for, one each.

    Attributes:
        group: who is paid (its ``budget`` is what may be spent on them) and what they post.
        at: when; over a stretch they are spread evenly.
        platform: the further platform's name on which they post, or None for the first.
        commission: what they get of the orders through their posts (share of their value), or None for the product's.
    """

    group: SeedGroup
    at: Span
    platform: str | None = None
    commission: float | None = None

    name = "pay"

    @property
    def item(self) -> str:
        """What is posted."""
        return self.group.item

    @property
    def items(self) -> tuple[str, ...]:
        """What it publishes."""
        return (self.group.item,)


@dataclass(frozen=True)
class Audience:
    """Some accounts that may be shown an ad.

    Attributes:
        kind: "segment" (of the scenario's audience), "community", "interest" or "lookalike".
        name: name of the segment or topic, number of the community, id or label of the account.
        share: for interest and lookalike: how many are meant, the best first (share of accounts).
    """

    kind: str
    name: int | str
    share: float | None = None

    def __str__(self) -> str:
        many = f", {100 * self.share:.10g}% of accounts" if self.share is not None else ""
        return str(self.name) if self.kind == "segment" else f"{self.kind} {self.name}{many}"


@dataclass(frozen=True)
class BestPosts:
    """The posts of the plan that did best by a time: ``count`` of them, by a measure of single posts."""

    count: int
    metric: str


@dataclass(frozen=True)
class PushAction(OfAnItem):
    """Impressions that are bought.

    Attributes:
        name: "boost" (of the plan's posts of an item) or "ads" (of an item).
        item: which; None is any, where the best posts are pushed.
        spend: what may be spent (currency).
        cpm: price of a thousand impressions (currency).
        at: between when and when, evenly; None is the whole campaign.
        target: who may be shown it, all of these together; empty is everyone.
        retarget: of these only who clicked on something of the campaign before.
        frequency_cap: most impressions an account, or None.
        posts: of a boost: which of the plan's posts, or None for all of the item.
        platform: the further platform's name on which they are bought, or None for the first.
    """

    name: str
    item: str | None
    spend: float
    cpm: float
    at: Span | None = None
    target: tuple[Audience, ...] = ()
    retarget: bool = False
    frequency_cap: int | None = None
    posts: BestPosts | None = None
    platform: str | None = None


@dataclass(frozen=True)
class PilotAction:
    """Ads of two items on a small budget; those of the better one go on.

    Attributes:
        by: the measure of single posts that decides.
        trial: the ads of either item, half the money each.
        then: the ads of either item of which one goes on.
    """

    by: str
    trial: tuple[PushAction, PushAction]
    then: tuple[PushAction, PushAction]

    name = "pilot"

    @property
    def items(self) -> tuple[str, ...]:
        """The two items."""
        return (*self.trial[0].items, *self.trial[1].items)


@dataclass(frozen=True)
class WhenAction:
    """Actions that are taken if something has happened by a time.

    Attributes:
        condition: on a metric of what has happened by then.
        at: when it is looked at.
        then: what is done if it holds.
    """

    condition: Condition
    at: Span
    then: tuple["Single", ...]

    name = "when"

    @property
    def items(self) -> tuple[str, ...]:
        """What any of its actions publishes."""
        return tuple(sorted({item for action in self.then for item in action.items}))


Single = PostAction | PayAction | PushAction | Relation | Promotion
"""Actions that are taken as they stand."""

Action = Single | PilotAction | WhenAction
