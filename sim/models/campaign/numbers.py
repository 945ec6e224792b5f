"""The parameters as the kernels read them: one number at each place."""

from typing import Final

import numpy as np

from sim.arithmetic import log
from sim.models.campaign import places
from sim.models.campaign.days import DAY, HOUR
from sim.models.campaign.effects import OF_VIEW
from sim.models.campaign.own_effects import own_effects
from sim.models.campaign.parameters import ACTIONS, Parameters
from sim.models.campaign.relations import Relations
from sim.models.campaign.schedule import platform_parts

SLOT_MINUTES: Final = 5.0
"""Bought impressions are given in slots of a tick, of at most so many minutes: a tick of 5 or of 20 buys the same."""


def slots_a_tick(tick_minutes: float) -> int:
    """In how many slots a tick is cut.

    >>> slots_a_tick(10), slots_a_tick(2), slots_a_tick(12)
    (2, 1, 3)
    """
    return int(-(-tick_minutes // SLOT_MINUTES))


def numbers_of(parameters: Parameters) -> np.ndarray:
    """The parameters at their places."""
    platform, product = parameters.platform, parameters.product
    numbers = np.zeros(places.NUMBERS)
    given = {
        places.DAYS: parameters.days,
        places.LOOKS_MEAN: parameters.looks,
        places.OFFERED_TIMES: parameters.offers,
        places.KEEP: parameters.keep_hours,
        places.APPEAL_ITEM: parameters.appeal_item,
        places.APPEAL_POST: parameters.appeal_post,
        places.PROOF: parameters.proof_effect,
        places.TRUST: parameters.trust_effect,
        places.TRUST_FOLLOWED: parameters.trust_followed,
        places.TRUST_SLOPE: parameters.trust_slope,
        places.TRUST_STRANGER: parameters.trust_stranger,
        places.TRUST_BANNER: parameters.trust_banner,
        places.DISCLOSURE: parameters.disclosure_effect,
        places.COMMERCIAL: parameters.commercial_effect,
        places.FATIGUE: parameters.fatigue,
        places.ATTITUDE_EFFECT: parameters.attitude_effect,
        places.ATTITUDE_RATE: parameters.attitude_rate,
        places.FORGETTING: log(2.0) / parameters.attitude_days,
        places.DELAYED: parameters.delayed_shares,
        places.DELAY_LOG: log(parameters.delay_hours),
        places.DELAY_SPREAD: parameters.delay_spread,
        places.MATCH: parameters.match_effect,
        places.TICK_SECONDS: platform.tick_minutes * 60.0,
        places.AD_LOAD: platform.ad_load,
        places.OUT_SHARE: platform.out_of_network.share,
        places.OUT_BETA: platform.out_of_network.beta,
        places.OUT_CAP: platform.out_of_network.cap,
        places.OUT_MATCH: platform.out_of_network.match_effect,
        places.OUT_BY_FOLLOWERS: platform.out_of_network.by_followers,
        places.TICKS: acts_by_itself(parameters),
        places.TRACKS: any(part.out_of_network.share > 0 or part.seen_filter for part in platform_parts(platform)),
        places.SEEN_ONCE: platform.seen_filter,
        places.READ_ON: parameters.read_on,
        places.ADS_COST: parameters.ads_cost,
        places.ALIKE_WEAR: parameters.alike_wear,
        places.POOLS: len(platform.pools),
        places.SLOTS: slots_a_tick(platform.tick_minutes),
        places.SLOT_SECONDS: platform.tick_minutes * 60.0 / slots_a_tick(platform.tick_minutes),
        places.UNTARGETED: parameters.untargeted_effect,
        places.REAL: not parameters.occasions.rumours or any(one.real for one in parameters.occasions.rumours),
    }
    if product is not None:
        given |= {
            places.SELLS: 1.0,
            places.ORDER_LOG: log(product.order_value),
            places.ORDER_SPREAD: product.order_spread,
            places.RETURNS: product.returns,
            places.GOODWILL_EFFECT: product.goodwill_effect,
            places.GOODWILL_FORGETTING: log(2.0) / product.goodwill_days,
            places.LEAD_RATE: product.lead_rate,
            places.ORDER_RATE: product.order_rate,
            places.VISIT_RATE: product.visit_rate,
            places.ORDER_DELAY: product.order_delay_hours * HOUR,
            places.ORDER_DELAY_SPREAD: product.order_delay_spread,
            places.DISCOUNT_EFFECT: product.discount_effect,
            places.QUALITY: product.quality,
            places.DELIVERY: product.delivery_days * DAY,
            places.EXPECTATION_EFFECT: product.expectation_effect,
            places.AWARENESS: product.awareness,
        }
    given |= _relations(parameters.relations)
    for place, value in given.items():
        numbers[place] = value
    for place, action in enumerate(ACTIONS):
        beside = own_effects(parameters, action)
        first = places.OWN_EFFECTS + place * len(OF_VIEW)
        numbers[places.OWN + place] = any(beside.values())
        numbers[first : first + len(OF_VIEW)] = [beside[name] for name in OF_VIEW]
    return numbers


def acts_by_itself(parameters: Parameters) -> bool:
    """Does the platform or the world do anything at its ticks, whatever the plan?"""
    parts, occasions = platform_parts(parameters.platform), parameters.occasions
    ranked = any(part.ranking != "chronological" for part in parts)
    shows = any(part.out_of_network.share > 0 or part.ad_load > 0 for part in parts)
    happens = occasions.rumours or occasions.failures or parameters.product is not None
    return ranked or shows or bool(happens)


def _relations(relations: Relations) -> dict[int, float]:
    return {
        places.FAMILIARITY: relations.familiarity,
        places.ATTITUDE_DEMAND: relations.attitude_demand,
        places.EXPERIENCE: relations.experience_rate,
        places.SATISFACTION_SPREAD: relations.satisfaction_spread,
        places.PRAISES: relations.praise_rate,
        places.COMPLAINS: relations.complaint_rate,
        places.PUBLISHES: relations.publish_rate,
        places.PATIENCE: relations.patience_hours * HOUR,
        places.ANSWERED_EFFECT: relations.answered_effect,
        places.UNANSWERED_EFFECT: relations.unanswered_effect,
        places.ANSWER_FADES: log(2.0) / (relations.answer_hours * HOUR),
        places.COMMENT_EFFECT: relations.comment_effect,
        places.CARE_INVITES: relations.care_invites,
        places.OPENS: relations.open_rate,
        places.PUSH_FATIGUE: relations.push_fatigue,
        places.MEMBER_FADES: log(2.0) / (relations.member_days * DAY),
        places.LEAVES: relations.leave_rate,
        places.TALK: relations.talk_rate,
        places.REPURCHASE: relations.repurchase,
        places.URGENCY: relations.urgency,
        places.LIVE_EFFECT: relations.live_effect,
        places.LIVE_RETURNS: relations.live_returns,
        places.REFER_RATE: relations.refer_rate,
        places.REFER_FRIENDS: relations.refer_friends,
        places.REFERRED_RATE: relations.referred_rate,
        places.REFERRED_FRIENDS: relations.referred_friends,
        places.VOICES_WANTED: relations.voices_wanted,
        places.SHARERS_NEEDED: relations.sharers_needed,
        places.EMPATHY_CALMS: relations.empathy_calms,
        places.EXPLANATION_CALMS: relations.explanation_calms,
        places.REAL_EXPLANATION_CALMS: relations.explanation_calms_real,
        places.COMPENSATION_CALMS: relations.compensation_calms,
        places.COMPENSATION_FUELS: relations.compensation_fuels,
        places.EARLY_SECONDS: relations.early_hours * HOUR,
        places.ANSWERED_BELIEF: relations.answered_belief,
    }
