"""What makes a viewer take one action and not another: effects of an action's own, in the place of those of all.

All actions of an impression have one sum of effects in common, and hiding has minus that. An action that is given
effects here is moved by these instead; what is not given is what it is for all.
"""

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, model_serializer

from sim.models.campaign.grounds import Ground

OF_ITEM: Final = ("utility", "arousal", "production", "novelty", "tone", "tone_strength")
"""Effects of what the item is like: they are the same for all who see it."""
OF_VIEW: Final = ("appeal", "match", "trust", "attitude", "proof", "commercial", "personal")
"""Effects of a post, of who sees it, and of how these two stand to each other."""

Log = Annotated[float | None, Field(ge=-50, le=50)]


def _effect(per: str, otherwise: str) -> Any:
    return Field(None, description=f"log-odds {per}; {otherwise} if not given (none). Source: the scenario")


def _ground(most: float) -> Ground:
    return Ground("Reacting", "input", -most, most)


class Effect(BaseModel):
    """What moves one action, in log-odds of that action."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    utility: Annotated[Log, _ground(4)] = _effect("from utility 0 to 1", "1.9")
    arousal: Annotated[Log, _ground(4)] = _effect("from arousal 0 to 1", "2.0")
    production: Annotated[Log, _ground(2)] = _effect("from production 0 to 1", ".5")
    novelty: Annotated[Log, _ground(2)] = _effect("from novelty 0 to 1", ".9")
    tone: Annotated[Log, _ground(1)] = _effect("from tone 0 to 1", ".3")
    tone_strength: Annotated[Log, _ground(1)] = _effect("from no tone to the strongest, good or bad", "0")
    appeal: Annotated[Log, _ground(2)] = _effect("one more log-odds of hidden appeal", "1")
    match: Annotated[Log, _ground(1.5)] = _effect("a standard deviation of interest match", "match_effect")
    trust: Annotated[Log, _ground(2)] = _effect("with the logarithm of trust", "trust_effect")
    attitude: Annotated[Log, _ground(2)] = _effect("with the attitude to the brand", "attitude_effect")
    proof: Annotated[Log, _ground(1)] = _effect("with log(1 + followed accounts that shared it)", "proof_effect")
    commercial: Annotated[Log, _ground(3)] = _effect("lost to what only sells", "commercial_effect")
    personal: Annotated[Log, _ground(2)] = _effect("one more log-odds of readiness of the viewer", "1")

    @model_serializer(mode="wrap")
    def _given(self, handler: Any) -> dict[str, Any]:
        return {name: value for name, value in handler(self).items() if value is not None}


_NONE: Final = Effect()


def _action(name: str) -> Any:
    return Field(_NONE, description=f"effects of its own on {name}. Source: the scenario")


class Effects(BaseModel):
    """Effects of single actions; for hiding what is not given is minus what it is for all others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: Effect = _action("sharing")
    like: Effect = _action("liking")
    comment: Effect = _action("commenting")
    save: Effect = _action("saving")
    click: Effect = _action("clicking")
    follow: Effect = _action("following")
    complete: Effect = _action("watching to the end")
    hide: Effect = _action("hiding")
    join: Effect = _action("joining")

    @model_serializer(mode="wrap")
    def _given(self, handler: Any) -> dict[str, Any]:
        return {name: value for name, value in handler(self).items() if value}
