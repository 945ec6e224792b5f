"""What others' posts are like to a feed, found as a fixed point: ordinary posts put into this world.

A policy ranks by age and by counters that it has itself made, so how good the posts of others are cannot be assumed. It
is found in rounds: ordinary posts of accounts drawn by how much they post live in this world, under the table of the
round before; the scores at which they met viewers are the next table. Each row is a meeting: the score, how long the
viewer had been away, and whether the post was new to him or left over from a session before. The first rounds also tell
how often ordinary posts meet each action, from which a feed predicts. Scores are made of these predictions, so a table
is right only beside the rates under which its posts were scored: the rates stay before the last rounds.

The table depends on the network, the people, the platform and the item prior, never on a plan. Each part of the
platform's schedule has its own, found under all settings of that part: policy, weights, strangers' looks, ads.
"""

import hashlib
from typing import Any, Final

import numpy as np

from sim.arithmetic.rows import total
from sim.models.campaign import engine, places, state
from sim.models.campaign.background import quantiles
from sim.models.campaign.days import DAY
from sim.models.campaign.schedule import at_part
from sim.randomness import ORDINARY, PEOPLE, U, draw_int, uniform_int, world_key
from sim.world import OWNED

LEARNING: Final = 3
"""Rounds that tell how often ordinary posts meet each action."""
ROUNDS: Final = 6
"""Rounds in which the table settles; the last one takes the meetings of the one before, too."""
POSTS_WANTED: Final = (400, 800, 1600, 1600, 2400, 2400)
"""Ordinary posts in each round: few posts make most of the best scores, so the last rounds want many."""
MOST_MEETINGS: Final = 1_000_000
MOST_RUNS: Final = 200
SHARE_OF_POSTS: Final = 0.005
"""Ordinary posts of a run, of all that are posted in its first day: so few hardly compete with each other."""
DAYS_OBSERVED: Final = 3
PRIOR_EVENTS: Final = 2.0
"""Weight of what is expected beside what ordinary posts met, in events: few, or a rare action stays as expected."""
MOST_COUNTED: Final = 100.0
"""Impressions; what happened at more of them to one post counts as at so many: no post alone makes the rates."""
FEW: Final = 20
"""Meetings; fewer say nothing of a class of their own."""
LEAST_POSTS: Final = 20
"""In a small world at least so many are put in at once."""


def posting_rates(network: Any) -> np.ndarray:
    """How much each account posts beside the others (float64[n]); equal where the network does not say.

    Who is not on the platform (attribute ``member``) posts nothing.
    """
    activity, member = network.attributes.get("activity"), network.attributes.get("member")
    rates = np.ones(len(network)) if activity is None else np.ascontiguousarray(activity, np.float64)
    return rates if member is None else rates * (member != 0)


def authors_of(rates: np.ndarray, key: int, count: int) -> np.ndarray:
    """Accounts drawn by their posting rates (int32[count]), the same for the same key."""
    upto = np.cumsum(rates)
    drawn = np.array([uniform_int(draw_int(key, ORDINARY, i, 0)) for i in range(count)])
    return np.minimum(np.searchsorted(upto, drawn * upto[-1], side="right"), len(rates) - 1).astype(np.int32)


def ordinary_posts(network: Any, key: int, count: int, item: int) -> state.Planned:
    """So many ordinary posts in the first day: who posts them and when is drawn."""
    author = authors_of(posting_rates(network), key, count)
    at = np.array([uniform_int(draw_int(key, ORDINARY, i, 1)) * DAY for i in range(count)])
    return state.planned([(int(author[i]), item, OWNED, float(at[i]), 0, i, 0) for i in range(count)], [])


class Sample:
    """What ordinary posts met in some runs.

    Attributes:
        meetings: float64[k, 4]: score, hours away, new (0) or left over (1), post.
        actions: how often each action was taken (float64[actions]), at so many impressions (``seen``).
        gain: mean of exp(beta x) over posts, weighted as recommendations are; 1 if nothing is recommended.
        impressions: mean impressions of a post.
        posts: how many posts there were.
    """

    def __init__(
        self, network: Any, kernel: state.World, policies: Any, part: int, seed: int, turn: int, respond: int = 0
    ):
        meetings, seen, sums, posts, met, counted = [], 0, np.zeros(places.SUMS), 0, 0, 0.0
        actions = np.zeros(places.ACTION_COUNT)
        wanted = POSTS_WANTED[min(turn, len(POSTS_WANTED) - 1)]
        work = state.new_work(len(network), len(kernel.item))
        engine.clean(work)
        item = len(kernel.item) - 1
        a_day = max(float(kernel.numbers[places.OUT_POSTS]), 1.0)
        count = int(min(max(a_day * SHARE_OF_POSTS, LEAST_POSTS), wanted))
        for run in range(turn * MOST_RUNS, (turn + 1) * MOST_RUNS):
            if posts >= wanted or met >= MOST_MEETINGS:
                break
            key = draw_int(world_key(seed, PEOPLE), ORDINARY, run)
            posts_in = ordinary_posts(network, key, count, item)
            work = observed(kernel, policies[part], part, work, posts_in, key, respond)
            found = fair_meetings(work, kernel)
            meetings.append(found)
            all_posts = int(work.counter[places.POSTS])
            origins = int(work.counter[places.ORIGINS])
            tally = work.tally[:origins, places.COUNT : places.COUNT + 1 + places.ACTION_COUNT]
            counts = np.minimum(1.0, MOST_COUNTED / np.maximum(tally[:, 0], 1.0))
            actions += [total(np.ascontiguousarray(column * counts)) for column in tally[:, 1:].T]
            counted += total(np.ascontiguousarray(tally[:, 0] * counts))
            seen += int(total(work.post[:all_posts, places.IMPRESSIONS]))
            sums += work.sums
            posts += count
            met += len(found)
            engine.clean(work)
        self.meetings = np.concatenate(meetings)
        self.actions, self.seen = actions, counted
        self.gain = float(sums[places.GAIN_SUM] / sums[places.GAIN_WEIGHT]) if sums[places.GAIN_WEIGHT] > 0 else 1.0
        self.impressions = seen / posts
        self.posts = posts


def fair_meetings(work: state.Work, kernel: state.World) -> np.ndarray:
    """The meetings, of each post and its shares no more than twice the largest audience, evenly chosen.

    In a sample of some hundred posts one that goes far would be most of what is met, and the table hang on its luck.
    """
    meetings = work.meeting[: work.counter[places.MEETINGS]]
    origin = work.post[meetings[:, 3].astype(np.int64), places.ORIGIN].astype(np.int64)
    counts = np.bincount(origin, minlength=1)
    share = np.minimum(1.0, 2.0 * np.diff(kernel.offsets).max() / np.maximum(counts, 1))[origin]
    before = np.concatenate([[0], np.cumsum(counts)])
    nth = np.empty(len(origin), np.int64)
    order = np.argsort(origin, kind="stable")
    nth[order] = np.arange(len(origin)) - before[origin[order]]
    return meetings[np.floor((nth + 1) * share) > np.floor(nth * share)].copy()


def observed(
    kernel: state.World, policy: Any, part: int, work: state.Work, planned: state.Planned, key: int, respond: int = 0
) -> state.Work:
    """Let these posts live, and write down each meeting with a viewer; ``respond``: a response of one's own."""
    numbers = kernel.numbers.copy()
    numbers[places.DAYS] = DAYS_OBSERVED
    numbers[places.SELLS] = 0.0
    numbers[places.PEOPLE_EACH] = 1.0  # what is put in are posts of single people, whomever accounts stand for
    numbers[places.TRUST_SIZE] = 0.0
    numbers.flags.writeable = False
    worlds = state.together([kernel._replace(numbers=numbers)])
    work = state.with_room_for(work, planned)
    work.counter[places.MEETING], work.counter[places.ASKED] = 1, respond
    engine.plan_posts(worlds, planned, work, U(key))
    parts, rankings = np.array([part]), engine.rankings([policy])
    while (full := engine.run(worlds, planned, work, U(key), float("inf"), parts, *rankings)) != places.DONE:
        work = state.grown(work, full)
    work.counter[places.MEETING] = work.counter[places.ASKED] = 0
    return work


def gap_classes(meetings: np.ndarray) -> np.ndarray:
    """Upper ends of the classes of absence, in hours (float64[CLASSES]), equally many meetings in each."""
    if len(meetings) == 0:
        return np.arange(1.0, places.CLASSES + 1)
    hours = np.sort(meetings[:, 1])
    return np.array([hours[min(len(hours) - 1, len(hours) * (i + 1) // places.CLASSES)] for i in range(places.CLASSES)])


def table_of(meetings: np.ndarray, gaps: np.ndarray) -> np.ndarray:
    """Scores by class of absence (float64[2, CLASSES, SAMPLES + 1]): ascending, then how they go on beyond the best."""
    table = np.zeros((2, places.CLASSES, places.SAMPLES + 1))
    of_class = np.minimum(np.searchsorted(gaps, meetings[:, 1], side="left"), places.CLASSES - 1)
    for kind in (places.NEW, places.OLD):
        of_kind = meetings[:, 2] == kind
        for place in range(places.CLASSES):
            values = meetings[of_kind & (of_class == place), 0]
            if len(values) < FEW:  # hardly ever met: as in all classes together
                values = meetings[of_kind, 0] if np.count_nonzero(of_kind) >= FEW else meetings[:, 0]
            values = np.sort(values) if len(values) else np.zeros(1)
            quantiles(values, table[kind, place, : places.SAMPLES])
            best = values[-max(len(values) // 20, 1) :]
            table[kind, place, places.SAMPLES] = total(best - best[0]) / len(best)
    return table


def settle(network: Any, kernel: state.World, policies: Any, seed: int, respond: int = 0) -> state.World:
    """The world with its tables of ordinary posts, one for each part of the platform's schedule.

    Nothing is to be found where the feed is chronological and nothing is recommended: the table is not asked then. What
    was found is kept for the next worlds that differ only in the campaign's content, product or length. ``respond``
    is where a response of the user's own lies in memory, or 0: ordinary posts meet it, too.
    """
    here = [at_part(kernel, part).numbers for part in range(len(policies))]
    asked = [bool(feed[places.CHRONOLOGICAL] == 0.0) for feed in kernel.feed]
    asked = [ranks or bool(there[places.OUT_SHARE] > 0.0) for ranks, there in zip(asked, here, strict=True)]
    if not any(asked):
        return kernel
    known = _known(network, kernel, policies, seed, respond)
    if known not in _settled:
        found, start = False, kernel.numbers
        for part in range(len(policies)):
            samples: list[Sample] = []
            for turn in range(ROUNDS if asked[part] else 0):
                samples.append(Sample(network, at_part(kernel, part), policies, part, seed, turn, respond))
                if turn < LEARNING and not found:
                    kernel = _with_rates(kernel, start, samples)
                samples = samples[-2:] if found or turn >= LEARNING else samples
                kernel = _with_table(kernel, part, samples if turn == ROUNDS - 1 else samples[-1:])
            found = found or asked[part]
        while len(_settled) >= KEPT:
            _settled.pop(next(iter(_settled)))
        _settled[known] = (policies, kernel.numbers, kernel.feed, kernel.scores)
    _, numbers, feed, scores = _settled[known]
    made = kernel.numbers.copy()
    made[places.RATES :] = numbers[places.RATES :]
    made.flags.writeable = False
    return kernel._replace(numbers=made, feed=feed, scores=scores)


KEPT: Final = 16
"""Tables that stay in memory: half a megabyte each."""
_settled: dict[str, tuple[Any, ...]] = {}


def _known(network: Any, kernel: state.World, policies: Any, seed: int, respond: int) -> str:
    """A hash of all that ordinary posts depend on: not of the campaign's items, nor of what is sold."""
    numbers = kernel.numbers.copy()
    numbers[[places.DAYS, places.PEOPLE_EACH, places.TRUST_SIZE, places.ADS_COST, places.ALIKE_WEAR]] = 0.0
    numbers[places.ORDER_LOG : places.SELLS + 1] = 0.0
    numbers[places.QUALITY : places.SHARERS_NEEDED] = 0.0
    numbers[places.UNTARGETED : places.SEEN_ONCE] = 0.0
    numbers[places.VISIT_RATE : places.ORDER_DELAY_SPREAD + 1] = 0.0
    digest = hashlib.blake2b(network.fingerprint().encode(), digest_size=16)
    traits = np.ascontiguousarray(kernel.person[:, : places.DEMANDS])
    ordinary = kernel.item[-1, : places.ALIKE]
    for array in (traits, kernel.rhythm, ordinary, numbers, kernel.feed, kernel.pools):
        digest.update(np.ascontiguousarray(array).tobytes())
    return f"{digest.hexdigest()} {seed} {[id(policy) for policy in policies]} {respond}"


def _with_rates(kernel: state.World, start: np.ndarray, samples: list[Sample]) -> state.World:
    """The world whose feed knows how often ordinary posts meet each action, from all samples after the first.

    That is as a feed predicts it, so that what never happened in a sample is rare and not impossible. The first sample,
    in which all is looked at, tells it to the second alone, and the classes of absence to all.

    Args:
        start: the numbers before anything was learned.
    """
    numbers = kernel.numbers.copy()
    if len(samples) == 1:
        numbers[places.GAPS :] = gap_classes(samples[0].meetings)
    told = samples[1:] or samples
    actions, seen = sum(sample.actions for sample in told), sum(sample.seen for sample in told)
    chosen = slice(places.RATES, places.RATES + places.ACTION_COUNT)
    numbers[chosen] = (actions + PRIOR_EVENTS) / (seen + PRIOR_EVENTS / start[chosen])
    numbers.flags.writeable = False
    return kernel._replace(numbers=numbers)


def _with_table(kernel: state.World, part: int, samples: list[Sample]) -> state.World:
    """The world with the table that these samples give, all together."""
    feed, scores, numbers = kernel.feed.copy(), kernel.scores.copy(), kernel.numbers
    meetings = np.concatenate([sample.meetings for sample in samples])
    scores[part] = table_of(meetings, numbers[places.GAPS :])
    feed[part, places.OUT_MEAN] = sum(sample.gain for sample in samples) / len(samples)
    rates = numbers[places.RATES : places.RATES + places.ACTION_COUNT]
    feed[part, places.PRIOR_VALUE] = ordinary_value(feed[part, places.WEIGHTS :], rates)
    for array in (feed, scores):
        array.flags.writeable = False
    return kernel._replace(feed=feed, scores=scores)


def ordinary_value(weights: np.ndarray, rates: np.ndarray) -> float:
    """The sum of weights times rates of an ordinary post; at least a twentieth of what it is without the negative
    weights, so that better and worse can be told by a ratio.

    >>> round(ordinary_value(np.array([1.0, -40.0]), np.array([0.02, 0.0001])), 6)
    0.016
    >>> ordinary_value(np.array([1.0, -40.0]), np.array([0.02, 0.01]))
    0.001
    """
    value = total(weights * rates)
    return max(value, 0.05 * total(np.maximum(weights, 0.0) * rates), 1e-12)
