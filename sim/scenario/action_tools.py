"""What all actions are made with: the scenario around them, and how their times, items and money are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.scenario.choices import CampaignChoice
from sim.scenario.errors import unknown
from sim.scenario.filling import Making
from sim.scenario.group_parts import Surroundings
from sim.scenario.times import DAY, HOUR, Span, last_second, moment_text, seconds, span, whole_days
from sim.scenario.tree import Path

MOST_POSTS = 10_000
"""Posts of one action."""


@dataclass(frozen=True)
class ActionTools:
    """What actions are checked against.

    Attributes:
        segments, topics: what ads can be targeted at.
        sells: whether the scenario has a product.
        since: the second of the rule inside of which an action stands, or None.
    """

    around: Surroundings
    campaign: CampaignChoice
    segments: Mapping[str, Any]
    topics: tuple[str, ...] | None
    making: Making
    sells: bool = True
    since: float | None = None

    @property
    def horizon(self) -> float:
        """The second at which the campaign ends."""
        return self.campaign.days * DAY

    def fault(self, path: Path, problem: str, *, key: bool = False) -> None:
        """Note what is wrong."""
        self.making.report.add(path, problem, key=key)

    def written(self, setting: Any, data: Mapping[str, Any], path: Path, item: str | None) -> dict[str, Any]:
        """The setting written out, with the item that was taken."""
        full = self.making.written_out(setting, data, path)
        if setting.item is None:
            self.making.default((*path, "item"), "the first item of content")
        return {**full, "item": item}

    def item(self, item: str | None, path: Path, *key: str | int) -> str:
        """The item of this name; the first if none is named."""
        content = self.around.content
        if item is not None and item not in content:
            self.fault((*path, *(key or ("item",))), unknown("item of content", item, content))
        return next(iter(content)) if item is None else item

    def platform(self, name: str | None, path: Path) -> str | None:
        """The further platform of this name; None is the first, and what is at fault."""
        return self.around.platform(name, path, self.making)

    def money(self, setting: Any, path: Path, *keys: str) -> None:
        """Faults for amounts in a scenario that names no currency."""
        for key in keys:
            if getattr(setting, key):
                self.around.needs_currency(key, path, self.making)

    def product(self, path: Path, why: str) -> None:
        """A fault for what only makes sense where something is sold."""
        if not self.sells:
            self.fault(path, f"{why}; give the scenario a product, as product: {{order_value: 100}}", key=True)

    def span(self, text: str, path: Path, key: str = "at") -> Span | None:
        """A moment or a stretch within the campaign, and not before the rule."""
        here = (*path, key)
        try:
            when = span(text)
        except ValueError as error:
            self.fault(here, str(error))
            return None
        last = last_second(when)
        if last > self.horizon or (when.is_moment and last == self.horizon):
            end = moment_text(self.horizon)
            problem = f"is {text}, after the horizon of {self.campaign.days:g} days ({end}); it must end before it"
            self.fault(here, problem)
            return None
        if self.since is not None and when.start < self.since:
            told = f"before the rule is looked at ({moment_text(self.since)})"
            self.fault(here, f"is {text}, {told}; leave it out for from then on")
            return None
        return when

    def moment(self, text: str, path: Path, key: str = "at") -> Span | None:
        """One time."""
        when = self.span(text, path, key)
        if when is not None and not when.is_moment:
            self.fault((*path, key), f"is {text}; it happens at one time, as day 3 12:00")
            return None
        return when

    def stretch(self, text: str | None, path: Path, of: str = "it lasts") -> Span | None:
        """What lasts: the stretch of a text, or all that is left of the campaign."""
        if text is None:
            told = "the whole campaign" if self.since is None else f"from {moment_text(self.since)} on"
            return Span(told, self.since or 0.0, self.horizon)
        when = self.span(text, path)
        if when is None:
            return None
        when = whole_days(when)
        if when.is_moment or when.daily:
            problem = f"is {text}; {of} over a stretch, as day 3..5 or day 3 20:00..day 4 20:00"
            self.fault((*path, "at"), problem)
            return None
        if when.end > self.horizon:
            self.fault((*path, "at"), f"is {text}, after the horizon of {self.campaign.days:g} days")
            return None
        return when

    def length(self, text: str, path: Path, key: str) -> float | None:
        """A length of time in seconds."""
        try:
            return seconds(text)
        except ValueError as error:
            self.fault((*path, key), str(error))
            return None

    def rhythm(self, text: str | None, when: Span, path: Path) -> float | None:
        """Seconds between two posts of a stretch; None for one post at one time. Faults are noted."""
        if text is None:
            if not when.is_moment:
                self.fault((*path, "at"), f"is {when.text}; a stretch needs every, as every: 1 day, or name one time")
            return None
        every = self.length(text, path, "every")
        if every is None:
            return None
        if when.is_moment:
            problem = f"is {text}, but at: {when.text} is one time; name a stretch, as day 1..7"
            self.fault((*path, "every"), problem)
        self.often(text, every, when, path, "every")
        return every

    def often(self, text: str, every: float, when: Span, path: Path, key: str) -> None:
        """Faults for posts that come too often, or are too many."""
        if every < HOUR:
            self.fault((*path, key), f"is {text}; it must be at least 1 hour")
        elif len(when.every(every)) > MOST_POSTS:
            self.fault((*path, key), f"makes {len(when.every(every))} posts; at most {MOST_POSTS} are allowed")
