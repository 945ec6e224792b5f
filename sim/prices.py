"""What an account costs, by its followers: dated tables by platform, or a rule of one's own.

A price has a currency, a date and a source. Followers are counted in people: where one account of the network stands
for w people, an account with f followers is priced as one with f * w. A table gives prices at some numbers of
followers; between them log price is linear in log followers, and beyond them it goes on with the slope of the nearest
two. An account without followers costs what one with a single follower costs. Prices are rounded to cents, and none is
below one cent: a budget that could have accounts for nothing would take all of them. A price in another currency than
the table's needs a dated rate.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.arithmetic.rows import exps, logs, powers
from sim.network import Network

TABLE_FILE = Path(__file__).parent / "price_tables" / "by_followers.csv"

MOST: Final = 1e15
"""Prices are below this: cents are then still counted exactly."""
DATE = r"\d{4}(-\d{2}(-\d{2})?)?"

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="three capital letters, as in ISO 4217: CNY, USD")]


class PriceError(ValueError):
    """Prices that cannot be made; the message says why and what is allowed."""


@dataclass(frozen=True)
class PriceTable:
    """Prices at some numbers of followers, on one platform, in one currency, of one date.

    Attributes:
        followers, prices: the points, ascending (followers in people, price of one post in ``currency``).
        date: of the figures, as precisely as the source tells (YYYY, YYYY-MM or YYYY-MM-DD).
        video: what a video costs beside what the table says, as far as the source tells it (ratio).
    """

    name: str
    platform: str
    currency: str
    date: str
    source: str
    followers: tuple[float, ...]
    prices: tuple[float, ...]
    video: float = 1.0


def _read_tables(path: Path) -> Mapping[str, PriceTable]:
    rows: dict[str, list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["table"], []).append(row)
    tables = {}
    for name, points in rows.items():
        first = points[0]
        followers = tuple(float(point["followers"]) for point in points)
        prices = tuple(float(point["price"]) for point in points)
        tables[name] = PriceTable(
            *(name, first["platform"], first["currency"], first["date"], first["source"], followers, prices),
            video=float(first["video"] or 1.0),
        )
    return MappingProxyType(tables)


PRICE_TABLES: Final = _read_tables(TABLE_FILE)
"""The tables by name."""


@dataclass(frozen=True)
class ImpressionPrice:
    """What a thousand bought impressions cost on a platform (``cpm``, in ``currency``), of a date, by a source."""

    platform: str
    currency: str
    date: str
    cpm: float
    source: str


def _read_impressions(path: Path) -> Mapping[tuple[str, str], ImpressionPrice]:
    with path.open(encoding="utf-8", newline="") as file:
        found = [
            ImpressionPrice(row["platform"], row["currency"], row["date"], float(row["cpm"]), row["source"])
            for row in csv.DictReader(file)
        ]
    return MappingProxyType({(one.platform, one.currency): one for one in found})


IMPRESSION_PRICES: Final = _read_impressions(TABLE_FILE.with_name("impressions.csv"))
"""Prices of bought impressions by platform and currency."""


def impression_price(preset: str | None, currency: str | None) -> ImpressionPrice | None:
    """What a thousand impressions cost on the platform of a preset, or None where no price in this currency is known.

    >>> impression_price("x_2026", "USD").cpm, impression_price("x_2026", "CNY")
    (6.46, None)
    """
    family = "" if preset is None else preset.partition("_")[0]
    return IMPRESSION_PRICES.get((family, currency or ""))


class ExchangeRate(BaseModel):
    """What one unit of the table's currency was worth in the scenario's, on a day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rate: float = Field(
        ge=1e-12, le=1e12, description="units of the scenario's currency for one of the prices' currency"
    )
    date: str = Field(pattern=rf"^{DATE}$", description="day of the rate (YYYY-MM-DD, YYYY-MM or YYYY)")
    source: str = Field("not given", description="where the rate comes from")


class PriceSetting(BaseModel):
    """How accounts are priced: ``table``, or ``per_follower`` with ``exponent`` and ``currency``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str | None = Field(None, description=f"name of a dated table: {', '.join(PRICE_TABLES)}")
    per_follower: float | None = Field(
        None,
        gt=0,
        lt=MOST,
        description="price of an account with one follower (currency); price = this x followers ^ exponent",
    )
    exponent: float = Field(
        1.0,
        ge=0,
        le=2,
        description="how the price grows with followers (none). Source: tiers of the Instagram tables fit .9 to 1",
    )
    currency: Currency | None = Field(None, description="currency of per_follower and minimum")
    minimum: float = Field(0.0, ge=0, lt=MOST, description="no account costs less (currency of the prices)")
    video: float | None = Field(
        None, gt=0, le=100, description="what a video costs beside another post (ratio); the table's if not given"
    )
    date: str | None = Field(None, pattern=rf"^{DATE}$", description="date of a rule of one's own")
    source: str | None = Field(None, description="source of a rule of one's own")
    exchange: ExchangeRate | None = Field(
        None, description="a dated rate, needed if the prices are in another currency than the scenario's"
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> "PriceSetting":
        if (self.table is None) == (self.per_follower is None):
            raise ValueError("give either a table or per_follower, not both and not neither")
        if self.table is not None:
            if self.table not in PRICE_TABLES:
                raise ValueError(f"there is no price table {self.table!r}; allowed: {', '.join(PRICE_TABLES)}")
            for name in ("exponent", "currency", "date", "source"):
                if getattr(self, name) != type(self).model_fields[name].default:
                    raise ValueError(f"{name} belongs to per_follower; a table has its own")
        elif self.currency is None:
            raise ValueError("per_follower needs a currency, for example currency: CNY")
        return self


def price_of_format(setting: PriceSetting, format_: str) -> float:
    """What a post of a format costs beside what the accounts' prices say (ratio).

    >>> found = PriceSetting(table="xiaohongshu_2026")
    >>> price_of_format(found, "video"), price_of_format(found, "image")
    (1.4, 1.0)
    """
    if format_ != "video":
        return 1.0
    if setting.video is not None:
        return setting.video
    return 1.0 if setting.table is None else PRICE_TABLES[setting.table].video


@dataclass(frozen=True)
class PriceList:
    """What each account costs.

    Attributes:
        prices: by account id, in ``currency``, rounded to cents (float64[n], not writeable).
        table: name of the table, or the rule in words.
        date, source: of the figures; "not given" for a rule that does not tell.
        exchange: the rate that was applied, or None.
    """

    prices: np.ndarray
    currency: str
    table: str
    date: str
    source: str
    exchange: ExchangeRate | None = None


def table_prices(table: PriceTable, followers: np.ndarray) -> np.ndarray:
    """Prices at these numbers of followers (float64), in the table's currency, not rounded.

    Without any follower an account is priced as with one.

    >>> table_prices(PRICE_TABLES["instagram_2022"], np.array([1_000, 20_000])).round(2)
    array([ 10., 200.])
    """
    known, price = logs(table.followers), logs(table.prices)
    x = logs(np.maximum(np.asarray(followers, np.float64), 1.0))
    piece = np.clip(np.searchsorted(known, x) - 1, 0, len(known) - 2)
    slope = np.diff(price) / np.diff(known)
    return exps(price[piece] + slope[piece] * (x - known[piece]))


def account_prices(
    network: Network,
    choice: PriceSetting | str | Mapping[str, Any],
    represents: float | None = None,
    currency: str | None = None,
) -> PriceList:
    """The price of each account by its followers.

    Args:
        network: whose accounts are priced.
        choice: a :class:`PriceSetting`, or what makes one: the name of a table, or a dictionary.
        represents: how many people the network stands for; followers are scaled by ``represents / accounts``.
        currency: in which prices are wanted; None: that of the table or rule.

    Raises:
        PriceError: an unknown table, a currency for which no dated rate is given, a price too high,
            too few people represented.

    >>> star = Network.from_edges([0, 0], [1, 2], 3)
    >>> found = account_prices(star, {"per_follower": 10, "currency": "CNY", "minimum": 5})
    >>> found.prices, found.currency
    (array([20., 10., 10.]), 'CNY')
    """
    setting = _setting(choice)
    people = 1.0
    if represents is not None:
        if not represents >= len(network):
            raise PriceError(
                f"represents: {represents:,} people are fewer than the {len(network):,} accounts; "
                "allowed: at least one person an account"
            )
        people = represents / len(network)
    followers = network.followers * people
    if setting.table is not None:
        table = PRICE_TABLES[setting.table]
        prices, own = table_prices(table, followers), table.currency
        name, date, source = table.name, table.date, table.source
    else:
        assert setting.per_follower is not None
        assert setting.currency is not None
        prices = setting.per_follower * powers(np.maximum(followers, 1.0), setting.exponent)
        own = setting.currency
        name = f"{setting.per_follower:g} x followers ^ {setting.exponent:g}"
        date, source = setting.date or "not given", setting.source or "not given"
    prices = np.maximum(prices, setting.minimum)
    exchange = None
    if currency is not None and currency != own:
        if setting.exchange is None:
            raise PriceError(
                f"prices: {name} is in {own} and the scenario in {currency}; "
                "give exchange: {rate: ..., date: ...} or use prices of that currency"
            )
        exchange = setting.exchange
        prices = prices * exchange.rate
    if len(dear := np.flatnonzero(~(prices < MOST))):
        first, unit = dear[0], currency or own
        problem = f"prices: {name} gives account {first}, of {followers[first]:,.10g} followers, a price of"
        raise PriceError(f"{problem} {prices[first]:,.10g} {unit}; allowed: below {MOST:g}")
    prices = np.maximum(np.rint(prices * 100.0), 1.0) / 100.0
    prices.flags.writeable = False
    return PriceList(prices, currency or own, name, date, source, exchange)


def _setting(choice: PriceSetting | str | Mapping[str, Any]) -> PriceSetting:
    from pydantic import ValidationError

    if isinstance(choice, PriceSetting):
        return choice
    try:
        return PriceSetting.model_validate({"table": choice} if isinstance(choice, str) else dict(choice))
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(["prices", *(str(part) for part in first["loc"])])
        raise PriceError(f"{place}: {re.sub('^Value error, ', '', first['msg'])}") from error
