"""From accounts to rows: the slots' tables, the chance to follow back that gives the wanted reciprocity, the edges."""

from typing import Any, Final

import numpy as np

from sim.arithmetic import INVERSE_LN2
from sim.arithmetic.rows import exps, logs, total
from sim.csr import Blocks, drop_repeated, is_large, no_blocks, read_only, transpose
from sim.generators.kol_accounts import Accounts, draw_accounts, draw_people, draw_slots
from sim.generators.kol_follows import (
    ANYWHERE,
    CLOSING,
    INSIDE,
    LEVELS,
    STEPS,
    Places,
    count_accounts,
    count_blocks,
    fill_alias,
    fill_audience,
    fill_follows,
    fill_slots,
    parcel_audience,
    sample_follows,
)
from sim.randomness import U, child_int

FOLLOW: Final = 20
"""Whom a slot of an account follows."""
BACK: Final = 21
"""Is the account that a slot has found following back?"""
SAMPLED: Final = 22
"""Which accounts are looked at to see how many follows are mutual by chance."""
SAMPLE: Final = 20_000
"""Slots that are looked at for that."""


def place_accounts(parameters: Any, key: int, people: int) -> tuple[Accounts, Places, np.ndarray]:
    """The accounts, their slots and alias tables; and the chance to follow back by steps of status.

    Of the edges drawn, a share r is mutual by chance. If a share x of all gets its reverse as well, then
    reciprocity = (r + 2 x) / (1 + x), and 1 + x times as many edges come out; r is measured on a sample.
    """
    x = parameters.reciprocity / (2.0 - parameters.reciprocity)
    above = np.zeros(LEVELS, np.int64)
    born = draw_people(parameters, key, people)
    order = np.argsort(born.community, kind="stable").astype(np.int32)
    for last in (False, True):
        accounts = draw_accounts(parameters, parameters.mean_followers / (1.0 + x), born)
        places = _places(accounts, draw_slots(parameters, accounts, born.inclination, key), order)
        if last:
            break
        follow, sample = U(child_int(key, FOLLOW)), U(child_int(key, SAMPLED))
        count, mutual = sample_follows(places, follow, sample, min(parameters.accounts, SAMPLE), SAMPLE, above)
        chance = mutual / max(1, count)
        x = max(0.0, (parameters.reciprocity - chance) / (2.0 - parameters.reciprocity))
    return accounts, places, _following_back(above, parameters.reciprocity_decline, x)


def _following_back(above: np.ndarray, decline: float, wanted: float) -> np.ndarray:
    """Chance by steps of status: min(1, q * ratio of the audiences ** -decline), ``wanted`` on average."""
    ratios = exps(-decline / (STEPS * INVERSE_LN2) * np.arange(LEVELS))
    low, high = 0.0, 1e9
    if wanted <= 0 or not above.any():
        return np.zeros(LEVELS)
    for _ in range(100):
        middle = (low + high) / 2.0
        if total(np.minimum(1.0, middle * ratios) * above) < wanted * int(above.sum()):
            low = middle
        else:
            high = middle
    return np.minimum(1.0, high * ratios)


def _places(accounts: Accounts, slots: tuple[np.ndarray, np.ndarray, np.ndarray], account: np.ndarray) -> Places:
    """Tables by place; ``account`` are the accounts by community."""
    n = len(account)
    sizes = np.bincount(accounts.community)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    record = np.zeros((n, 8), np.int32)
    fill_slots(read_only(account), starts, *slots, record)
    scaled, stack = np.empty(n), np.empty(n, np.int32)
    tables = np.empty(2 * n, np.uint64)
    for part, limits, weights in ((0, starts, accounts.inside), (n, np.array([0, n]), accounts.anywhere)):
        whole = np.maximum(1.0, np.rint(1024.0 * weights[account]))  # whole numbers: no last digit decides
        fill_alias(limits, whole, scaled, stack, tables[part : part + n])
    status = np.minimum(LEVELS - 1, STEPS * INVERSE_LN2 * logs(1.0 + accounts.audience[account])).astype(np.uint8)
    return Places(record, tables, status)


def make_tables(
    parameters: Any, key: int, people: int
) -> tuple[Accounts, tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    """The accounts; and (audience offsets, audience, following offsets, following).

    At most two tables of ids stand in memory, and of the places what is still needed.
    """
    accounts, places, back = place_accounts(parameters, key, people)
    slots = places.slots
    offsets = np.zeros(len(slots) + 1, np.int64)
    np.cumsum(sum(slots[:, column] for column in (INSIDE, ANYWHERE, CLOSING)), out=offsets[1:])
    rows = np.empty(offsets[-1], np.int32)
    fill_follows(places, offsets, back, U(child_int(key, FOLLOW)), U(child_int(key, BACK)), rows)
    del places
    tables = _audience(slots, offsets, rows)
    del slots, offsets, rows
    return accounts, _sorted_tables(*tables)


def _audience(slots: np.ndarray, offsets: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows of followers, not yet sorted: (offsets, followers)."""
    n = len(slots)
    if is_large(n):
        counts = no_blocks(n)
        count_blocks(slots, counts)
        blocks = Blocks(n, counts)
        audience = np.empty(len(blocks.row), np.int32)
        parcel_audience(slots, offsets, rows, blocks.cursor, blocks.row, audience)
        return blocks.settle(audience)
    audience_offsets = np.zeros(n + 2, np.int64)
    count_accounts(slots, audience_offsets)
    audience = np.empty(audience_offsets[-1], np.int32)
    fill_audience(slots, offsets, rows, audience_offsets, audience)
    return audience_offsets[:-1], audience


def _sorted_tables(
    audience_offsets: np.ndarray, audience: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Sort rows of followers by turning them around twice; where both directions of a pair stood twice, drop one."""
    following_offsets, following = transpose(audience_offsets, audience)
    following = following[: drop_repeated(following_offsets, following)]
    return *transpose(following_offsets, following, audience[: len(following)]), following_offsets, following
