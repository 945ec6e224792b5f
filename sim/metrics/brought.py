"""Which orders the plan brings, and what the world does without it.

``order_incremental`` says which orders would not have happened if nobody spoke of the brand. Where a rumour speaks of
it without the plan, too, that is not the plan's doing: a comparison then lives every world without any plan as well,
and its outcomes hold what happened there (``without_...``). An order is known again by its account and its time, as all
plans meet the same draws. So every order has one answer, whatever group it is counted in.
"""

from typing import Final

import numpy as np

from sim.outcome import Outcome

WITHOUT: Final = (
    *("without_account", "without_at", "without_cents", "without_returned"),
    *("without_lost_account", "without_lost_at", "without_lost_cents"),
)
"""Of the same world without any plan: orders that would not have happened if nobody spoke of the brand, and orders of
the baseline that did not come. All are there, or none: then nobody speaks of it without the plan."""


def is_brought(outcome: Outcome) -> np.ndarray:
    """Which of the listed orders would not have happened without the plan (bool, aligned).

    They are those that happen because somebody speaks of the brand, less those among them that happen without the plan
    too, and those of the baseline that are lost without it.

    >>> events = {"order_account": [3, 3, 5, 6], "order_at": [24., 48., 24., 24.], "order_incremental": [1, 1, 0, 0]}
    >>> events |= {"without_account": [3], "without_at": [24.], "without_lost_account": [5], "without_lost_at": [24.]}
    >>> nobody = np.zeros(0, np.int32)
    >>> outcome = Outcome(nobody, np.zeros(0), nobody, {name: np.array(x) for name, x in events.items()})
    >>> is_brought(outcome)
    array([False,  True,  True, False])
    """
    events = outcome.events
    by_talk = events["order_incremental"] == 1
    if "without_account" not in events:
        return by_talk
    orders = events["order_account"], events["order_at"]
    anyway = _among(orders, (events["without_account"], events["without_at"]))
    saved = _among(orders, (events["without_lost_account"], events["without_lost_at"]))
    return np.where(by_talk, ~anyway, saved)


def brought(outcome: Outcome) -> np.ndarray:
    """The rows of the orders that would not have happened without the plan (int64)."""
    return np.flatnonzero(is_brought(outcome))


def _among(orders: tuple[np.ndarray, np.ndarray], others: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Which of these (accounts, times) are among the others (bool)."""
    kept = set(zip(others[0].tolist(), others[1].tolist(), strict=True))
    found = np.isin(orders[0], others[0])
    for row in np.flatnonzero(found).tolist():  # few: the orders of accounts that the rumour made order
        found[row] = (int(orders[0][row]), float(orders[1][row])) in kept
    return found
