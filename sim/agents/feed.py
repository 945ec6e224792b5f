"""What a feed shows first: the counters that it knows, what it predicts from them, the policy's score, and the others.

The policies are those of :mod:`sim.ranking`, the very functions. What others post is a table of the engine's world: the
scores of ordinary posts as they met viewers (how it is found, :mod:`sim.models.campaign.ordinary` tells). Where the
feed is chronological nobody asks for it: then a post of others is as old as its place among them says.
"""

from bisect import bisect_left
from itertools import islice
from math import isfinite
from typing import Any, NamedTuple

from sim.agents.draws import normal, uniform
from sim.agents.posts import SEEN, times_usual
from sim.agents.sessions import DAY, HOUR
from sim.arithmetic import exp, log, logistic
from sim.arithmetic.counts import poisson_quantile
from sim.models.campaign import places
from sim.models.campaign.parameters import ACTIONS
from sim.models.campaign.platform import Platform
from sim.randomness import OTHERS, OTHERS_RANK, PREDICTION, draw_int
from sim.ranking import Candidate, policy
from sim.ranking.diversity import diversity_factor

LEFT_OVER = 0xFFFFFFFF  # a word of draws
NEW, OLD = 0, 1  # posts of others since the last session, and those left over from it
SHOWN = (SEEN, "share", "like", "comment", "save", "click", "follow", "complete", "join", "hide")
"""Counters in the order in which a policy is told them."""


class Ordinary(NamedTuple):
    """What ordinary posts are like on a platform: a table of the engine's world."""

    rates: dict[str, float]  # how often an impression leads to each action
    hours: list[float]  # upper ends of the classes of absence
    scores: list[Any]  # [new or left over][class]: ascending, then how far they go on beyond the last one
    value: float  # what the policy's weights make of the rates
    gain: float  # by how much posts are recommended more than one that is expected to be ordinary, on the mean


def ordinary_posts(kernel: Any, part: int) -> Ordinary:
    """The table of a part of the platform's schedule, from the arrays of a world that the engine has prepared."""
    numbers, feed = kernel.numbers.tolist(), kernel.feed[part].tolist()
    rates = dict(zip(ACTIONS, numbers[places.RATES :], strict=False))
    hours, gain = numbers[places.GAPS :], feed[places.OUT_MEAN]
    return Ordinary(rates, hours, kernel.scores[part].tolist(), feed[places.PRIOR_VALUE], gain)


class Feed:
    """A feed from one change of the platform to the next."""

    def __init__(self, platform: Platform, ordinary: Ordinary | None):
        self.platform, self.policy = platform, policy(platform.ranking)
        self.ordinary: Any = ordinary
        self.by_time = platform.ranking == "chronological"

    # -- the campaign's posts

    def predict(self, post):
        """The log-odds of each action at an impression by a usual viewer, from what the feed knows."""
        prior, known = self.platform.prior_events, post.known
        for action, rate in self.ordinary.rates.items() if self.ordinary else ():
            happened = known[action] + prior
            not_happened = known[SEEN] + prior / rate - happened
            post.predicted[action] = log(happened / max(not_happened, 0.5)) + post.renown

    def value(self, post, shift=0.0):
        """The weighted sum of the probabilities, all moved by ``shift``; watch time counts by its length."""
        found, weights = 0.0, self.platform.weights
        for action in ACTIONS:
            weight = weights.get(action, 0.0)
            if action == "complete" and self.platform.watch_time:
                weight *= times_usual(post.platform.model.items[post.item])
            if weight != 0.0:
                found += weight * logistic(post.predicted[action] + shift)
        return found

    def score(self, post, viewer, now):
        """The policy's score of a post by somebody whom the viewer follows."""
        platform, origin, age = self.platform, post.origin, (now - post.published) / HOUR
        if self.by_time:
            return -age
        match = viewer.person.match[post.item]
        error = normal(origin.key, PREDICTION, viewer.id) if platform.noise else 0.0
        value = self.value(origin, platform.match_weight * match + platform.noise * error)
        known, mutual = [origin.known[name] for name in SHOWN], float(viewer.is_followed_by(post.author))
        about = (value, 1.0, mutual, match, platform.recency_hours, platform.stranger_factor)
        score = self.policy(Candidate._make((age, *known, *about)))
        return score if isfinite(score) else -1e300

    def ranked(self, posts, viewer, now):
        """The posts from the best on: (score, post). Further posts of one author count less."""
        order = sorted((-self.score(post, viewer, now), post.key, post) for post in posts)
        found: list[Any] = []
        authors: list[Any] = []
        for minus, key, post in order:
            earlier = authors.count(post.author)
            authors.append(post.author)
            if minus < 0.0 and not self.by_time:
                minus *= diversity_factor(self.platform.diversity_floor, self.platform.diversity_decay, earlier)
            found.append((minus, key, post))
        return [(-minus, post) for minus, _, post in sorted(found)]

    # -- what others post

    def others(self, viewer, now):
        """Scores of the posts of others: those since the viewer's last session, and what was left over from that."""
        if viewer.person.inflow == 0.0:
            return [], []
        before, last = viewer.diary.before(viewer.session)
        hours, count = (now - before) / HOUR, others_in(viewer, viewer.session, now - before)
        new = (self.other_score(NEW, x, hours, 0.0) for x in standings(others_key(viewer, viewer.session), count))
        if viewer.platform.parameters.offers == 1:
            return new, []
        earlier, _ = viewer.diary.before(last)
        hours_before, count = (before - earlier) / HOUR, others_in(viewer, last, before - earlier)
        looked_at = min(viewer.looks(last), count)
        if self.by_time:
            kept = islice(standings(others_key(viewer, last), count), looked_at, None)
        else:
            kept = standings(draw_int(others_key(viewer, last), LEFT_OVER), count - looked_at)
        return new, (self.other_score(OLD, x, hours, hours_before) for x in kept)

    def other_score(self, kind, standing, hours, hours_before):
        """The score that goes with a standing (the logarithm of the share of the others that are worse)."""
        worse = exp(standing)
        if self.by_time:
            return -(hours + hours_before * (1.0 - worse)) if kind == OLD else -(hours * (1.0 - worse))
        *scores, excess = self.ordinary.scores[kind][bisect_left(self.ordinary.hours[:-1], hours)]
        place = worse * len(scores) - 0.5
        if place <= 0.0:
            return scores[0]
        if place >= len(scores) - 1:  # beyond the best of the table as an exponential law
            return scores[-1] - excess * log(min(max((1.0 - worse) * len(scores) * 2.0, 1e-18), 1.0))
        below = int(place)
        return scores[below] + (place - below) * (scores[below + 1] - scores[below])


def others_in(viewer, session, seconds):
    """How many posts of others have come to a seat in so many seconds before a session."""
    draw = uniform(viewer.model.key, OTHERS, viewer.word, session)
    return poisson_quantile(viewer.person.inflow * seconds / DAY, draw)


def others_key(viewer, session):
    """The key of how good they are."""
    return draw_int(viewer.model.key, OTHERS_RANK, viewer.word, session)


def standings(key, count):
    """The log standings of so many posts, from the best on."""
    standing = 0.0
    for i in range(count):
        standing += log(uniform(key, i)) / (count - i)
        yield standing
