"""How readily people take each action on an item here, before it is known who sees it and who posts it.

    base[action] = level[format, action] + by item          (hiding: - by item)
    by item = quality, features and tone, each times its effect + what the platform's audience makes of topics and tone

and an action's own effects of features in the place of the usual ones (:mod:`sim.models.campaign.effects`). A longer
video is watched to the end less often.
"""

from sim.models.campaign.effects import OF_ITEM
from sim.models.campaign.lengths import doublings
from sim.models.campaign.parameters import ACTIONS, BASE, BY_FEATURE, BY_FORMAT, HIDE, Parameters
from sim.world import Item


def base_of(item: Item, parameters: Parameters) -> list[float]:
    """Log-odds of each action at an impression of the item, but for its appeal and who sees it."""
    by_item = parameters.quality_effect * (item.quality - 0.5) + BY_FEATURE["tone"] * item.tone
    for feature in ("utility", "arousal", "production", "novelty"):
        by_item += BY_FEATURE[feature] * (getattr(item, feature) - 0.5)
    platform, found = parameters.platform, []
    for topic in item.topics:
        by_item += platform.topic_effect.get(topic, 0.0) / len(item.topics)
    by_item += platform.tone_effect * item.tone
    for place, action in enumerate(ACTIONS):
        level = _level(item, action, parameters)
        if action == "complete":
            level -= parameters.duration_effect * doublings(item)
        usual = level - by_item if place == HIDE else level + by_item
        found.append(usual + _by_own_features(item, action, parameters))
    return found


def _level(item: Item, action: str, parameters: Parameters) -> float:
    """Log-odds of an action at an impression of an item of this format on this platform."""
    of_format = parameters.platform.formats.get(item.format, {})
    if action in of_format:
        return of_format[action]
    own = {"share": parameters.share_level, "like": parameters.like_level}.get(action, BASE[action])
    return parameters.platform.base.get(action, own) + BY_FORMAT[item.format].get(action, 0.0)


def _by_own_features(item: Item, action: str, parameters: Parameters) -> float:
    """What the action's own effects of the item's features add to those that all actions have in common."""
    own, found, sign = getattr(parameters.effects, action), 0.0, -1.0 if action == "hide" else 1.0
    for feature in OF_ITEM:
        effect = getattr(own, feature)
        if effect is not None:
            value = abs(item.tone) if feature == "tone_strength" else getattr(item, feature)
            middle = 0.0 if feature in ("tone", "tone_strength") else 0.5
            found += (effect - sign * BY_FEATURE.get(feature, 0.0)) * (value - middle)
    return found
