"""On what a parameter rests: the equation that it enters, the range that is plausible, and how sure its default is.

It stands beside each field, ``looks: Annotated[float, Ground("Attention", "assumption", 3, 10)] = Field(5.0, ...)``;
sim/models/campaign/table.py reads it.
"""

from dataclasses import dataclass
from typing import Final, Literal

Mark = Literal["published", "fitted", "weak", "assumption", "input"]

MARKS: Final[dict[Mark, str]] = {
    "published": "a publication gives the default, or the range that it lies in",
    "fitted": "make calibrate set it, on facts named in docs/calibration.md",
    "weak": "trade pages, vendors, or a publication quoted from memory",
    "assumption": "no publication was found that gives it for this use: the middle of what seems possible",
    "input": "chosen by who writes the scenario, or said by a preset that has a mark of its own",
}
"""What a default is worth."""

FITTED_ON: Final = 50_000
"""Accounts of the network on which what is fitted was fitted."""


def plain(number: float) -> str:
    """A number without exponent.

    >>> plain(0.00002), plain(1.5e9), plain(3)
    ('0.00002', '1,500,000,000', '3')
    """
    return f"{number:,.6f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Ground:
    """On what a parameter rests.

    Attributes:
        equation: a paragraph of docs/odd.md: of its section 13, or ``Time``.
        mark: one of :data:`MARKS`, of the default.
        low, high: the plausible range. It is narrower than what is allowed: beyond it ``seedcast explain`` remarks.
        words: what is plausible, where it is no number.
        drawn: whether ``uncertain: defaults`` draws it from the range, where it matters and the file does not say it.
    """

    equation: str
    mark: Mark
    low: float | None = None
    high: float | None = None
    words: str = ""
    drawn: bool = True

    @property
    def range(self) -> str:
        """The plausible range in words.

        >>> Ground("Attention", "assumption", 3, 10).range, Ground("Ranking", "input", words="policies").range
        ('3 to 10', 'policies')
        """
        return self.words if self.low is None or self.high is None else f"{plain(self.low)} to {plain(self.high)}"

    def beyond(self, value: object) -> bool:
        """Whether a number lies outside the range.

        >>> Ground("Attention", "assumption", 3, 10).beyond(12), Ground("Attention", "assumption", 3, 10).beyond(None)
        (True, False)
        """
        if self.low is None or self.high is None or isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return not self.low <= value <= self.high
