"""Attribution: which touch gets the credit for an order. It is what platforms report, not what the plan caused.

A *touch* of an order is an impression of its account that is not after it, of the campaign's posts and ads: what rivals
or people who speak ill of the brand publish gets no credit. The rules of practice:

- ``last_touch``: the whole order belongs to the last touch;
- ``first_touch``: to the first one;
- ``linear``: the order is divided evenly over the distinct groups (channels, KOLs) that touched it.

Every order that was touched is credited, also those that would have happened anyway: whoever is often there is touched
often and orders often. So attribution misleads, as in life (Gordon, Moakler and Zettelmeyer 2023, "Close enough?",
Marketing Science 42:768), and stands beside the orders that the plan truly brings.
"""

from typing import Final, NamedTuple

import numpy as np

from sim.outcome import Outcome

RULES: Final = ("last_touch", "first_touch", "linear")


class Touches(NamedTuple):
    """The impressions of the accounts that ordered, account by account, each account's in the order of happening."""

    seen: np.ndarray  # int64[t]: rows of the impressions
    person: np.ndarray  # int64[t]: place of the account among those that ordered, ascending
    first: np.ndarray  # int64[orders]: where the touches of each order begin
    end: np.ndarray  # int64[orders]: one after the last; equal to first if nothing touched it


def touches(outcome: Outcome, rows: np.ndarray | None = None) -> Touches:
    """The touches of all orders; work grows with impressions and orders, and no table over all accounts is made.

    Args:
        outcome: with the arrays ``seen_account``, ``seen_at``, ``order_account`` and ``order_at``.
        rows: the impressions that count (int64, ascending); all of them if None.

    >>> events = {"seen_account": [3, 5, 3, 3], "seen_at": [1., 2., 3., 9.]}
    >>> events |= {"order_account": [3, 7], "order_at": [4., 4.]}
    >>> nobody = np.zeros(0, np.int32)
    >>> found = touches(Outcome(nobody, np.zeros(0), nobody, {name: np.array(x) for name, x in events.items()}))
    >>> found.seen, found.first, found.end
    (array([0, 2, 3]), array([0, 3]), array([2, 3]))
    """
    events = outcome.events
    buyers, ordered_by = np.unique(events["order_account"], return_inverse=True)
    rows = np.arange(len(events["seen_account"])) if rows is None else rows
    viewer = events["seen_account"][rows]
    place = np.searchsorted(buyers, viewer)
    bought = np.append(buyers, -1)[place] == viewer
    theirs, place = rows[bought], place[bought]
    order = np.lexsort((events["seen_at"][theirs], place))
    seen, person = theirs[order], place[order]
    # Orders and touches in one line, by account and time, a touch before an order of the same moment: then as many
    # touches as stand before an order in the whole line end where its own touches end.
    is_order = np.repeat([0, 1], [len(seen), len(ordered_by)])
    at = np.append(events["seen_at"][seen], events["order_at"])
    line = np.lexsort((is_order, at, np.append(person, ordered_by)))
    before = np.cumsum(1 - is_order[line])
    end = np.empty(len(line), np.int64)
    end[line] = before
    return Touches(seen, person, np.searchsorted(person, ordered_by), end[len(seen) :])


def credited(
    outcome: Outcome,
    group: np.ndarray,
    groups: int,
    rule: str,
    rows: np.ndarray | None = None,
    worth: np.ndarray | None = None,
) -> np.ndarray:
    """Orders credited to each group, and last those that nothing touched (float64[groups + 1]).

    The credits add up to the number of listed orders (``len(outcome.events["order_at"])``), or to what they are worth.

    Args:
        outcome: with the arrays ``seen_account``, ``seen_at``, ``order_account`` and ``order_at``.
        group: the group of each impression, 0 .. groups - 1 where it counts.
        groups: how many groups there are.
        rule: one of :data:`RULES`.
        rows: the impressions that count (int64, ascending); all of them if None.
        worth: what each order counts (int64); 1 if None.

    Raises:
        ValueError: a rule that is not known.

    >>> events = {"seen_account": [3, 3, 3], "seen_at": [1., 2., 3.], "order_account": [3, 7], "order_at": [4., 4.]}
    >>> nobody = np.zeros(0, np.int32)
    >>> outcome = Outcome(nobody, np.zeros(0), nobody, {name: np.array(x) for name, x in events.items()})
    >>> for rule in RULES:
    ...     print(rule, credited(outcome, np.array([0, 1, 1]), 2, rule))
    last_touch [0. 1. 1.]
    first_touch [1. 0. 1.]
    linear [0.5 0.5 1. ]
    """
    if rule not in RULES:
        raise ValueError(f"there is no attribution rule {rule!r}; allowed: {', '.join(RULES)}")
    found = touches(outcome, rows)
    touched = found.end > found.first
    worth = np.ones(len(touched), np.int64) if worth is None else worth
    if rule == "linear":
        credit = _divided(found, np.asarray(group)[found.seen], groups, worth[touched])
    else:
        one = found.end[touched] - 1 if rule == "last_touch" else found.first[touched]
        credit = np.bincount(np.asarray(group)[found.seen[one]], weights=worth[touched], minlength=groups)
    return np.append(credit, float(int(worth[~touched].sum(dtype=np.int64))))


def _divided(found: Touches, group: np.ndarray, groups: int, worth: np.ndarray) -> np.ndarray:
    """Each touched order divided evenly over the distinct groups among its touches (float64[groups])."""
    pairs, since = np.unique(found.person * groups + group, return_index=True)  # since: the first touch of each pair
    touched = np.flatnonzero(found.end > found.first)
    person = found.person[found.first[touched]]
    low = np.searchsorted(pairs, person * groups)
    count = np.searchsorted(pairs, (person + 1) * groups) - low
    # One row for each touched order and each group that its account met at any time; kept where that was in time.
    order = np.repeat(np.arange(len(touched)), count)
    pair = np.arange(len(order)) - np.repeat(np.cumsum(count) - count, count) + low[order]
    in_time = since[pair] < found.end[touched][order]
    order, met = order[in_time], pairs[pair[in_time]] % groups
    among = np.bincount(order, minlength=len(touched))[order]
    # Whole numbers by group and divisor: the same sum to the last bit whatever the order of the rows.
    divisors, which = np.unique(among, return_inverse=True)
    table = np.bincount(met * len(divisors) + which, weights=worth[order], minlength=groups * len(divisors))
    credit = np.zeros(groups)
    for column, divisor in enumerate(divisors):
        credit += table[column :: len(divisors)] / divisor
    return credit


def first_seen(outcome: Outcome, rows: np.ndarray) -> np.ndarray:
    """For each account with any of these impressions the row of its first one (int64), accounts ascending."""
    return rows[np.unique(outcome.events["seen_account"][rows], return_index=True)[1]]
