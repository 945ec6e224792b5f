"""What a plan of the campaign model does: actions, resolved and checked."""

from dataclasses import dataclass

from sim.scenario.choices import SeedGroup
from sim.scenario.times import Span


@dataclass(frozen=True)
class PostAction:
    """Posts on an account of the brand's own.

    Attributes:
        item: what is posted.
        account: id or label of the account.
        at: when.
        every: seconds between two posts, or None for one post.
    """

    item: str
    account: int | str
    at: Span
    every: float | None = None

    name = "post"

    def moments(self) -> list[float]:
        """The seconds at which it posts."""
        return [self.at.start] if self.every is None else self.at.every(self.every)


@dataclass(frozen=True)
class PayAction:
    """Posts that accounts are paid for, one each.

    Attributes:
        group: who is paid (its ``budget`` is what may be spent on them) and what they post.
        at: when; over a stretch they are spread evenly.
    """

    group: SeedGroup
    at: Span

    name = "pay"

    @property
    def item(self) -> str:
        """What is posted."""
        return self.group.item


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
class PushAction:
    """Impressions that are bought.

    Attributes:
        name: "boost" (of the plan's posts of an item) or "ads" (of an item).
        item: which.
        spend: what may be spent (currency).
        cpm: price of a thousand impressions (currency).
        at: between when and when, evenly; None is the whole campaign.
        target: who may be shown it, all of these together; empty is everyone.
        retarget: of these only who clicked on something of the campaign before.
        frequency_cap: most impressions an account, or None.
    """

    name: str
    item: str
    spend: float
    cpm: float
    at: Span | None = None
    target: tuple[Audience, ...] = ()
    retarget: bool = False
    frequency_cap: int | None = None


Action = PostAction | PayAction | PushAction
