"""What an account thinks of the brand: attitude and goodwill, which are forgotten, and what it expects of the product.

expectation = (1/2 + sum of trust x promise) / (1 + sum of trust)     over the impressions so far
"""

from math import nan
from typing import Any

from sim.agents.posts import RIVAL
from sim.agents.sessions import DAY
from sim.arithmetic import exp, log, power

USUAL = 0.5  # what is expected of a product of which nothing was heard


class Opinion:
    """What an account thinks; attitude and goodwill are those of the second ``told_at``."""

    model: Any
    person: Any
    attitude: float = 0.0  # -1 to 1
    goodwill: float = 0.0
    told_at: float = 0.0
    shown: float = 0.0  # impressions
    paid_shown: float = 0.0  # those that were paid for
    promised: float = 0.0  # what was promised, weighted by trust
    believed: float = 0.0  # the weights
    satisfied: float = nan  # with the last order that was delivered

    def kept_since_told(self, half_life, now):
        """How much is not forgotten since the last impression; the half-life is in days."""
        return exp(-(now - self.told_at) / DAY * (log(2.0) / half_life))

    def attitude_at(self, now):
        """The attitude to the brand, as far as it is not forgotten."""
        return self.attitude * self.kept_since_told(self.model.parameters.attitude_days, now)

    def attitude_now(self):
        """The same at this moment."""
        return self.attitude_at(self.model.now)

    def goodwill_at(self, now):
        """What speaks for buying, as far as it is not forgotten."""
        return self.goodwill * self.kept_since_told(self.model.parameters.product.goodwill_days, now)

    @property
    def expected(self):
        """The quality that is expected of the product."""
        return (USUAL + self.promised) / (1.0 + self.believed)

    @property
    def hoped(self):
        """What is expected beyond the usual, as far as it moves demand: below 0 only of who knew the brand before."""
        beyond = self.expected - USUAL
        return beyond if self.person.knows else max(beyond, 0.0)

    def move(self, attitude):
        """The attitude becomes this one now, at most 1 and at least -1."""
        if self.model.parameters.product:
            self.goodwill = self.goodwill_at(self.model.now)
        self.attitude = min(max(attitude, -1.0), 1.0)
        self.told_at = self.model.now

    def be_told(self, post, trust, is_paid, effect):
        """Attitude moves towards the item's stance, goodwill grows, and something is promised."""
        if post.origin.kind == RIVAL:  # which speaks of another brand
            return
        model, setting, item = self.model, self.model.parameters, self.model.items[post.item]
        attitude, stance, believed = self.attitude_now(), item.stance, exp(trust)
        if stance < 0.0:
            believed *= model.credence
        rate = setting.attitude_rate * believed * abs(stance)
        if stance < attitude:
            rate /= 1.0 + setting.relations.familiarity * (log(1.0 + self.shown) + self.person.knows)
        if setting.product:
            gained = max(stance, 0.0) * power(self.shown + 1.0, -setting.fatigue)
            if self.shown == 0.0 and not self.person.knows:
                gained += setting.product.awareness
            self.goodwill = self.goodwill_at(model.now) + effect * believed * gained
            self.promised += effect * believed * item.promise
            self.believed += effect * believed
        self.attitude = attitude + rate * (stance - attitude)
        self.told_at = model.now
        self.shown += 1.0
        self.paid_shown += is_paid
