"""A KOL of a table, and one who is bound to an account."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from sim.network import Network

QUOTED: Final = {"text": "image_cents", "image": "image_cents", "video": "video_cents"}
"""Formats of content, and the quote that is asked for a post of that format. For a live stream tables have none."""


class BindingError(ValueError):
    """KOLs who cannot be bound to a network; the message says who, why and what is allowed."""


class Kol(Protocol):
    """What binding needs to know of a KOL; rows of a table of candidates know it."""

    @property
    def name(self) -> str:
        """His name."""

    @property
    def followers(self) -> int:
        """In people, at least 1."""

    @property
    def platform(self) -> str | None:
        """Where he posts."""

    @property
    def topic(self) -> str | None:
        """What about."""

    @property
    def image_cents(self) -> int | None:
        """His quote for an image post, in cents."""

    @property
    def video_cents(self) -> int | None:
        """His quote for a video, in cents."""


@dataclass(frozen=True)
class BoundKol:
    """A KOL and the account that acts for him.

    Attributes:
        kol: the row of the table.
        account: its id.
        scaled_followers: his followers in accounts of this network: divided by how many people an account stands for.
        account_followers: followers of the account.
        ratio: followers of the account by those of the KOL, both in people.
        tier: of the KOL, by his followers in people; None where the network has no limits of tiers.
        sentence: all of it in words.
    """

    kol: Kol
    account: int
    scaled_followers: float
    account_followers: int
    ratio: float
    tier: str | None
    sentence: str

    def cents(self, format: str) -> int | None:
        """His quote for a post of this format, in cents; None if he gave none.

        Raises:
            BindingError: there is no such format.
        """
        if format not in (*QUOTED, "live"):
            raise BindingError(f"format {format!r} is not allowed; allowed: {', '.join(QUOTED)}, live")
        return getattr(self.kol, QUOTED[format]) if format in QUOTED else None


def with_names(network: Network, bound: Sequence[Sequence[BoundKol]], platforms: Sequence[str]) -> Network:
    """The network whose accounts are called like the KOLs for whom they act: :meth:`sim.network.Network.name`.

    Who is called like another KOL has his platform behind his name, who is called like another account his account.

    Args:
        bound: by platform; ``platforms``: their names.

    >>> from sim.binding import bind
    >>> from sim.files.candidates import KolRow
    >>> star = Network.from_edges([0, 0], [1, 2], 3)
    >>> named = with_names(star, [bind(star, [KolRow("ann", 2)])], ["first"])
    >>> named.name(0), named.name(1)
    ('ann', '1')
    """
    several = Counter(one.kol.name for there in bound for one in there)
    labels = set() if network.labels is None else set(map(str, network.labels))
    names = {}
    for platform, there in zip(platforms, bound, strict=True):
        for one in there:
            name = one.kol.name if several[one.kol.name] == 1 else f"{one.kol.name} on {platform}"
            taken = name in labels if labels else name.isdigit()
            names[str(one.account)] = f"{name} (account {network.label(one.account)})" if taken else name
    return network.told_more({"kols": names}) if names else network
