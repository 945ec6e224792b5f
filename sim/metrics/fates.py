"""The two fates of a cascade that a mean hides, in one place: it dies early, or it goes viral. Both are conventions."""

from typing import Final

MORE_THAN_SEEDS: Final = 1.1
VIRAL_SHARE: Final = 0.1


def dies_at(seeds: int) -> float:
    """A cascade that reaches at most this much died early: a tenth more than its seeds, and one account.

    >>> dies_at(1), dies_at(100)
    (2.1, 111.0)
    """
    return round(MORE_THAN_SEEDS * seeds + 1.0, 9)


def viral_at(accounts: int) -> float:
    """A cascade that reaches at least this much went viral: a tenth of all accounts.

    >>> viral_at(5000)
    500.0
    """
    return VIRAL_SHARE * accounts
