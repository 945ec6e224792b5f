"""What a paid post costs on each account of a platform: a KOL's own quote where candidates have one, else the price
list's; and who cannot be paid there at all.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np

from sim.binding import BindingError, BoundKol, bind, quoted_cents
from sim.network import Network
from sim.prices import price_of_format
from sim.scenario.times import DAY, moment_text
from sim.strategies.listed import account_id
from sim.world import PlanError


class Quotes:
    """Quotes, names and dates of one scenario's candidates in the network of one platform.

    Attributes:
        bound: the KOLs and the accounts that act for them; empty without candidates.
        place: of the platform.
        absent: the accounts that are not there (int32).
    """

    def __init__(
        self,
        scenario: Any,
        network: Network,
        prices: np.ndarray | None,
        bound: tuple[BoundKol, ...] = (),
        place: int = 0,
    ):
        self.scenario, self.network, self.prices, self.bound, self.place = scenario, network, prices, bound, place
        there = network.attributes.get("member") if place else None
        self.absent = np.zeros(0, np.int32) if there is None else np.flatnonzero(there == 0).astype(np.int32)
        self._names = {one.account: one.kol.name for one in bound}
        self._accounts = {one.kol.name: one.account for one in reversed(bound)}

    def name(self, account: int) -> str:
        """The KOL for whom an account acts, or the account's label."""
        return self._names.get(account) or f"account {self.network.label(account)}"

    @property
    def where(self) -> str:
        """Behind what is done on a further platform: " on douyin"; nothing for the first."""
        return f" on {self.scenario.campaign.platforms[self.place]}" if self.place else ""

    def account(self, named: int | str) -> int:
        """The account of a KOL's name, of a label or of an id."""
        if isinstance(named, str) and named in self._accounts:
            return self._accounts[named]
        try:
            return account_id(self.network, named)
        except PlanError as error:
            alike = get_close_matches(str(named), self._accounts, 1)
            raise PlanError(f"{error}{f' (did you mean {alike[0]}?)' if alike else ''}") from error

    def for_item(self, item: str) -> np.ndarray | None:
        """Price of a post of this item on each account (float64[n], nan: not for sale), or None without any prices."""
        kind = self.scenario.content[item].format
        listed = self._listed(kind)
        if not self.bound:
            return listed
        cents = quoted_cents(self.bound, kind, len(self.network))
        beside = np.full(len(self.network), np.nan) if listed is None else listed
        found = np.where(cents >= 0, cents / 100.0, beside)
        found.flags.writeable = False
        return found

    def _listed(self, kind: str) -> np.ndarray | None:
        """Prices of the list for a post of this format, in whole cents, or None without any."""
        if self.prices is None:
            return None
        campaign = self.scenario.campaign
        here = self.scenario if not self.place else campaign.further[campaign.platforms[self.place]]
        factor = price_of_format(here.prices, kind)
        if factor == 1.0:
            return self.prices
        found = np.maximum(np.rint(self.prices * (100.0 * factor)), 1.0) / 100.0
        found.flags.writeable = False
        return found

    def closed(self, price: np.ndarray | None, at: float) -> np.ndarray:
        """The accounts that cannot be paid for a post at this second: without a price, or not yet available (int32)."""
        late = [one.account for one in self.bound if (day := self._from(one)) is not None and at < (day - 1) * DAY]
        unpriced = np.zeros(0, np.int32) if price is None else np.flatnonzero(np.isnan(price)).astype(np.int32)
        found = np.union1d(unpriced, np.array(late, np.int32))
        return (np.union1d(found, self.absent) if len(self.absent) else found).astype(np.int32)

    def refuse_absent(self, accounts: Iterable[int]) -> None:
        """Refuse named accounts that are not on this platform."""
        gone = set(self.absent.tolist())
        for account in accounts:
            if account in gone:
                share = 1 - len(self.absent) / len(self.network)
                allowed = f"the {100 * share:.3g}% of the accounts that are, and the scenario's brand"
                raise PlanError(f"{self.name(account)} is not{self.where}; allowed: {allowed}")

    def refuse_closed(self, accounts: np.ndarray, price: np.ndarray | None, at: float, item: str) -> None:
        """Refuse named accounts that cannot be paid."""
        for account in accounts[np.isin(accounts, self.closed(price, at))].tolist():
            if price is not None and np.isnan(price[account]):
                kind = self.scenario.content[item].format
                lacks = f"no quote for a post of the format {kind}{self.where}, and no price"
                raise PlanError(f"{self.name(account)} has {lacks}")
            day = max(filter(None, (self._from(one) for one in self.bound if one.account == account)), default=1)
            later = f"is not available yet when the post is planned ({moment_text(at)}); allowed: day {day} or later"
            raise PlanError(f"{self.name(account)} {later}")

    def _from(self, one: BoundKol) -> int | None:
        """The day of the campaign from which a KOL is available."""
        found: int | None = self.scenario.campaign.candidates.day_of(one.kol)
        return found


def known_of(bound: Sequence[Sequence[BoundKol]]) -> tuple[Any, ...]:
    """What the table tells of how posts are received: of each KOL, by platform, whose rate or views it has
    (:class:`sim.models.campaign.Known`). His usual posts have the format that he quotes a price for."""
    from sim.models.campaign.reception import Known

    found = []
    for place, kols in enumerate(bound):
        for one in kols:
            rate, views = (getattr(one.kol, name, None) for name in ("engagement_rate", "median_views"))
            format = "image" if one.kol.image_cents is not None else "video" if one.kol.video_cents else "text"
            if rate is not None or views is not None:
                found.append(Known(one.account, place, float(one.kol.followers), format, rate, views))
    return tuple(found)


def bound_kols(scenario: Any, networks: Sequence[Network]) -> tuple[tuple[BoundKol, ...], ...]:
    """The scenario's candidates by platform, each bound to an account of its own in that platform's network."""
    candidates = scenario.campaign.candidates if scenario.campaign is not None else None
    found: list[tuple[BoundKol, ...]] = []
    for place, network in enumerate(networks):
        rows = () if candidates is None else candidates.on(place)
        taken = [one.account for before in found for one in before]
        try:
            found.append(bind(network, rows, represents=scenario.network.represents, taken=taken) if rows else ())
        except BindingError as error:
            if place == 0:
                raise
            raise BindingError(f"also_on/{scenario.campaign.platforms[place]}: {error}") from error
    return tuple(found)
