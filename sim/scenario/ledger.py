"""What a plan costs: a list of entries in whole cents, never a running balance that could drift."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

MOST_LINES = 12
"""A ledger of more lines is printed by action."""


@dataclass(frozen=True)
class Entry:
    """One line of a ledger.

    Attributes:
        action: which action of the plan it belongs to, as "2 pay".
        what: what is bought.
        cents: what it costs.
    """

    action: str
    what: str
    cents: int


@dataclass(frozen=True)
class Ledger:
    """All that a plan spends, in the order of its actions."""

    entries: tuple[Entry, ...]
    currency: str | None = None

    @property
    def total(self) -> int:
        """The sum in cents."""
        return sum(entry.cents for entry in self.entries)

    def by_action(self) -> dict[str, int]:
        """Cents of each action."""
        found: dict[str, int] = {}
        for entry in self.entries:
            found[entry.action] = found.get(entry.action, 0) + entry.cents
        return found

    def lines(self) -> list[str]:
        """The ledger as a table: one line an entry (of a long one an action), and the sum.

        >>> print(*Ledger((Entry("1 pay", "diary by account 3", 80000), Entry("2 ads", "diary", 5)), "CNY").lines(), sep="\\n")
        1 pay: diary by account 3: 800.00
        2 ads: diary: 0.05
        sum: 800.05 CNY
        """  # noqa: E501
        told = [f"{entry.action}: {entry.what}: {money(entry.cents)}" for entry in self.entries]
        if len(told) > MOST_LINES:
            counts = Counter(entry.action for entry in self.entries)
            sums = self.by_action().items()
            told = [f"{action}: {counts[action]:,} entries: {money(cents)}" for action, cents in sums]
        return [*told, f"sum: {money(self.total)}{' ' + self.currency if self.currency else ''}"]

    def table(self) -> list[dict[str, Any]]:
        """The entries as plain data."""
        return [{"action": entry.action, "what": entry.what, "cents": entry.cents} for entry in self.entries]

    def over(self, budget: float | None) -> str | None:
        """What is wrong if this is more than the budget: a sentence that ends with the ledger; else None."""
        if budget is None or self.total <= cents_of(budget):
            return None
        unit = f" {self.currency}" if self.currency else ""
        sentence = f"costs {money(self.total)}{unit}, more than its budget of {money(cents_of(budget))}{unit}"
        return f"{sentence}; ledger: {'; '.join(self.lines())}"


def ledger_of(entries: Iterable[Entry], currency: str | None = None) -> Ledger:
    """A ledger without the entries that cost nothing."""
    return Ledger(tuple(entry for entry in entries if entry.cents), currency)


def cents_of(amount: float) -> int:
    """An amount of the currency in whole cents, half up as people round.

    >>> cents_of(19.99), cents_of(0.125), cents_of(500000)
    (1999, 13, 50000000)
    """
    return int(Fraction(repr(float(amount))) * 100 + Fraction(1, 2))


def money(cents: int) -> str:
    """Cents as an amount.

    >>> money(123456), money(50000000)
    ('1,234.56', '500,000.00')
    """
    return f"{cents // 100:,}.{cents % 100:02d}"
