"""Which accounts an audience means in a network: a mask for the pushes of a plan."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.experiment.quotes import Quotes
from sim.scenario.action_choices import Audience, PushAction
from sim.segments import SegmentError, interests_of, lookalikes, most_interested, segment_of
from sim.world import PlanError


class Targets:
    """The audiences of one scenario in one realisation; what several pushes need is made once.

    Who is in a segment, a community or interested in a topic is the person's; whom a lookalike resembles are the
    followers on the platform of the push.
    """

    def __init__(self, scenario: Any, quotes: Sequence[Quotes]):
        self.scenario, self.quotes, self.segments = scenario, quotes, scenario.campaign.segments
        self.network = quotes[0].network
        self._segment: np.ndarray | None = None
        self._interests: np.ndarray | None = None

    @property
    def segment(self) -> np.ndarray:
        """The segment of each account."""
        if self._segment is None:
            self._segment = segment_of(self.network, self.segments, self.scenario.seed)
        return self._segment

    @property
    def interests(self) -> np.ndarray:
        """The interests of each account, those of its segment included."""
        if self._interests is None:
            found = interests_of(self.network, self.segments, self.segment)
            if found is None:
                raise SegmentError("the accounts of this network have no interests (kol_communities makes them)")
            self._interests = found
        return self._interests

    def mask(self, action: PushAction) -> np.ndarray | None:
        """1 for the accounts that may be shown it (uint8[n], not writeable), or None for all.

        Raises:
            PlanError: one of the audiences is nobody, or the network does not have what is asked for.
        """
        if not action.target:
            return None
        place = self.scenario.campaign.place_of(action.platform)
        found = np.zeros(len(self.network), np.uint8)
        for audience in action.target:
            part = np.zeros(len(self.network), np.uint8)
            try:
                part[self._accounts(audience, place)] = 1
            except SegmentError as error:
                raise PlanError(f"{action.name} to {audience}: {error}") from error
            part[self.quotes[place].absent] = 0
            if not part.any():  # beside others too: whoever is named is meant
                told = "an audience of nobody; no account of this network is meant"
                raise PlanError(f"{action.name} to {audience}: {told}")
            found |= part
        found.flags.writeable = False
        return found

    def _accounts(self, audience: Audience, place: int) -> np.ndarray:
        """Which accounts: their ids, or a mask. ``place``: of the platform."""
        if audience.kind == "segment":
            return self.segment == list(self.segments).index(str(audience.name))
        if audience.kind == "community":
            community = self.network.attributes.get("community")
            if community is None:
                raise SegmentError("the accounts of this network have no communities (kol_communities makes them)")
            return np.asarray(community) == audience.name
        assert audience.share is not None
        if audience.kind == "interest":
            topics = list(self.network.about.get("topics", ()))
            if len(self.interests) and audience.name not in topics:
                raise SegmentError(f"there is no such topic; allowed: {', '.join(topics)}")
            return most_interested(self.interests, topics.index(audience.name), audience.share)
        there = self.quotes[place].network
        return lookalikes(there, self.interests, self.quotes[place].account(audience.name), audience.share)
