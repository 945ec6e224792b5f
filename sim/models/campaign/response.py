"""What a viewer does with a post: each action at most once an item, with a probability of its own.

    logit P(action) = base[item, action] + common
    common = appeal - commercial_effect commerciality (1 - authenticity) + match_effect match
             + trust_effect log trust + attitude_effect attitude
             + proof_effect log(1 + followed accounts that shared it) + personal + known

and with minus ``common`` for hiding. An action may have effects of its own (:mod:`sim.models.campaign.effects`): by
what these are greater than those in ``common`` (for hiding: in minus ``common``) is added. Gifts and prizes add to the
log-odds of their action, and the brand's answers take from those of sharing negative posts. Trust is 1 between accounts
that follow each other, ``trust_followed`` in one who is followed, ``trust_stranger`` in one who is not and
``trust_banner`` in an ad, times followers ** ``trust_slope``, and less where the post says that it is paid for. Where
accounts stand for people, who posts for a plan or a competitor has the trust of his followers in people: they count as
on the network on which the slope was fitted.
``known`` is what is known of how the audience of the post's author reacts (:mod:`sim.models.campaign.reception`). Paid
posts tire: P is multiplied by (n + 1) ** -fatigue after n earlier paid impressions. So does what looks alike: P is
multiplied by (m + 1) ** -alike_wear, where m is the sum over the earlier impressions of how much their items look like
this one. A response of the user's own (:mod:`sim.response`) is told all of this and what it comes to, and its answer
holds. The coin is keyed by (post, viewer, action) and compared as a whole number, as in the cascade models.
"""

import numpy as np

from sim.arithmetic import exp, log, logistic, power
from sim.arithmetic.normal import normal_quantile
from sim.jit import apart, inner_leaf, leaf
from sim.lanes import asked_at, stay_apart
from sim.models.campaign.days import HOUR
from sim.models.campaign.own_effects import by_own_effects
from sim.models.campaign.parameters import HIDE, SHARE
from sim.models.campaign.places import (
    AD,
    ADS,
    ALIKE,
    ALIKE_WEAR,
    APPEAL_ITEM,
    APPEAL_POST,
    ASKED,
    ATTITUDE,
    ATTITUDE_EFFECT,
    AUTHOR,
    BASES,
    BY_ITEM,
    COMMERCIAL,
    DELAY_LOG,
    DELAY_SPREAD,
    DELAYED,
    DISCLOSED,
    DISCLOSURE,
    FATIGUE,
    FEED,
    FORGETTING,
    ITEM,
    LIKING,
    MATCH,
    MATCHES,
    MEETING,
    NONE,
    OWN,
    PAID_SHOWN,
    PROOF,
    PUBLISHED,
    READY,
    RIVAL,
    SELLING,
    SHARING,
    SHOWN,
    SOLD,
    STANCE,
    TOLD_AT,
    TRUST,
    TRUST_BANNER,
    TRUST_FOLLOWED,
    TRUST_SIZE,
    TRUST_SLOPE,
    TRUST_STRANGER,
    WARMTH,
)
from sim.models.campaign.standing import attitude_at, faded
from sim.randomness import APPEAL, U, child, uniform
from sim.response import Impression
from sim.world import OWNED, PAID

LATER = 64
"""In the place of an action: does the share come later?"""
HOW_MUCH_LATER = 65
ALL_AUTHORS = 0xFFFFFFFF
"""In the place of an author: the appeal that all posts of an item share."""
NO_AUTHOR = 0xFFFFFFFE
"""In the place of an author: what ads show."""


@leaf
def normal(bits):
    """A standard normal number from a draw."""
    return normal_quantile(max(uniform(bits), 1e-16))


@inner_leaf
def appeal_of(world, key, item, author):
    """The hidden appeal of an item's post by this author."""
    appeals = child(child(key, U(APPEAL)), U(item))
    of_item, of_post = world.numbers[APPEAL_ITEM], world.numbers[APPEAL_POST]
    return of_item * normal(child(appeals, U(ALL_AUTHORS))) + of_post * normal(child(appeals, U(author)))


@inner_leaf
def liking_of(world, key, item, word, author, other):
    """What all actions on a post have in common whoever sees it: its appeal, less what is only commercial.

    ``word`` stands for the item in keys; ``other`` tells ordinary posts apart, each of which is an item of its own, and
    is 0 for the campaign's.
    """
    return appeal_of(world, key, word + (other << 16), author) - world.numbers[COMMERCIAL] * world.item[item, SELLING]


@inner_leaf
def let_appeal(world, work, key, post, word, author, other):
    """The post has an appeal of its own, and sells as far as its item does."""
    item = np.int64(work.post[post, ITEM])
    work.post[post, LIKING] = liking_of(world, key, item, word, author, other)
    work.post[post, SOLD] = world.item[item, SELLING]


@inner_leaf
def author_trust(world, item, author, kind):
    """Log trust in what this author posts, but for the tie: by his followers, and whether it says that it is paid."""
    disclosed = world.numbers[DISCLOSURE] * world.item[item, DISCLOSED]
    if kind == AD:
        return -disclosed
    followers = world.offsets[author + 1] - world.offsets[author]
    trust = world.numbers[TRUST_SLOPE] * log(np.float64(max(followers, 1)))
    if kind in (OWNED, PAID, RIVAL):
        trust += world.numbers[TRUST_SIZE]
    return trust - disclosed


@inner_leaf
def tie_trust(world, channel, mutual):
    """Log trust by the tie between the viewer and the author."""
    if channel == FEED:
        return 0.0 if mutual else log(world.numbers[TRUST_FOLLOWED])
    return log(world.numbers[TRUST_BANNER if channel == ADS else TRUST_STRANGER])


@inner_leaf
def times_shared_to(world, work, contact, item):
    """How many accounts that the contact follows have shared the item to it."""
    return work.contact[contact, BY_ITEM + world.item.shape[0] + item]


@inner_leaf
def times_published_to(world, work, contact, item):
    """How many accounts that the contact follows have published the item anew; kept where sharing asks for several."""
    return work.contact[contact, BY_ITEM + 2 * world.item.shape[0] + item]


@inner_leaf
def readiness(world, work, viewer, contact, post, trust, now):
    """What all actions of this viewer on this post have in common, in log-odds."""
    numbers, item = world.numbers, np.int64(work.post[post, ITEM])
    total = (
        work.post[post, LIKING] + world.person[viewer, READY] + numbers[MATCH] * world.person[viewer, MATCHES + item]
    )
    total += work.post[post, WARMTH]
    total += numbers[TRUST] * trust
    if numbers[ATTITUDE_EFFECT] != 0.0:
        total += numbers[ATTITUDE_EFFECT] * attitude_at(world, work, contact, now)
    if numbers[PROOF] != 0.0 and times_shared_to(world, work, contact, item) > 0.0:
        total += numbers[PROOF] * log(1.0 + times_shared_to(world, work, contact, item))
    return total


@inner_leaf
def weariness(world, work, contact, is_paid):
    """By what all probabilities are multiplied: less than 1 for paid posts after other paid posts."""
    earlier = work.contact[contact, PAID_SHOWN]
    if not is_paid or earlier == 0.0:
        return 1.0
    return power(earlier + 1.0, -world.numbers[FATIGUE])


@inner_leaf
def sameness(world, work, contact, item):
    """By what all probabilities are multiplied: less than 1 for what looks like items seen before. Counts the item."""
    if world.numbers[ALIKE_WEAR] == 0.0 or work.counter[MEETING] != 0:  # each ordinary post is an item of its own
        return 1.0
    items = world.item.shape[0]
    return worn(world.item[item], work.contact[contact], items, item, world.numbers[ALIKE_WEAR])


@apart
def worn(about, contact, items, item, wear):
    """The same, from the rows of the item and of the contact."""
    stay_apart()
    alike, first = 0.0, BY_ITEM + 3 * items
    for other in range(items):
        alike += about[ALIKE + other] * contact[first + other]
    contact[first + item] += 1.0
    return power(alike + 1.0, -wear)


@leaf
def succeeds(draw, probability):
    """A coin, compared as a whole number: probability 1 always succeeds, 0 never."""
    return np.int64(draw >> U(32)) <= np.int64(np.ceil(probability * 4294967296.0)) - 1


@leaf
def moved(probability, shift):
    """A probability moved in log-odds; 0 and 1 stay."""
    if probability <= 0.0 or probability >= 1.0 or shift == 0.0:
        return probability
    return logistic(log(probability / (1.0 - probability)) + shift)


@inner_leaf
def acts(world, work, viewer, contact, post, channel, common, shift, weary, trust, is_paid, action, now):
    """Does the viewer take this action on this post? ``shift`` is what moves this action alone, in log-odds."""
    draw = child(child(work.post_key[post], U(viewer)), U(action))
    base = world.item[np.int64(work.post[post, ITEM]), BASES + action] + shift
    if action == SHARE:
        base += np.float64(world.person[viewer, SHARING])
    log_odds = base - common if action == HIDE else base + common
    if world.numbers[OWN + action] != 0.0:
        item = np.int64(work.post[post, ITEM])
        log_odds += by_own_effects(
            world.numbers,
            action,
            (work.post[post, LIKING], work.post[post, SOLD], trust),
            np.float64(world.person[viewer, MATCHES + item]),
            np.float64(world.person[viewer, READY]),
            attitude_at(world, work, contact, now),
            times_shared_to(world, work, contact, item),
        )
    chance = weary * logistic(log_odds)
    if work.counter[ASKED] != 0:
        author = np.int64(work.post[post, AUTHOR])
        followers = 0 if author == NONE else world.offsets[author + 1] - world.offsets[author]
        item = np.int64(work.post[post, ITEM])
        chance = own_chance(
            work.counter[ASKED],
            (np.float64(action), chance, log_odds, weary, base),
            (trust, np.float64(is_paid), np.float64(channel), np.float64(followers), now),
            world.numbers[FORGETTING],
            times_shared_to(world, work, contact, item),
            np.float64(world.person[viewer, MATCHES + item]),
            np.float64(world.person[viewer, READY]),
            world.item[item],
            work.post[post],
            work.contact[contact],
        )
    return succeeds(draw, chance)


@apart
def own_chance(place, made, met, forgetting, sharers, match, personal, item, post, contact):
    """What the response of the user's own gives; what is no number counts as never, and it is kept within 0 and 1.

    ``made`` is what the model makes of it, ``met`` how it is met; the rest are rows of the tables, and from them.
    """
    stay_apart()
    action, chance, log_odds, weary, base = made
    trust, is_paid, channel, followers, now = met
    seen = Impression(
        action,
        chance,
        log_odds,
        weary,
        base,
        post[LIKING],
        match,
        personal,
        trust,
        faded(contact[ATTITUDE], now - contact[TOLD_AT], forgetting),
        item[STANCE],
        item[SELLING],
        sharers,
        contact[SHOWN],
        contact[PAID_SHOWN],
        is_paid,
        channel,
        followers,
        (now - post[PUBLISHED]) / HOUR,
    )
    own = asked_at(place, seen)
    return min(max(own, 0.0), 1.0) if np.isfinite(own) else 0.0


@inner_leaf
def delay_of(world, work, viewer, post):
    """Seconds until the viewer's share comes out; 0 for most."""
    draws = child(work.post_key[post], U(viewer))
    if not succeeds(child(draws, U(LATER)), world.numbers[DELAYED]):
        return 0.0
    z = normal(child(draws, U(HOW_MUCH_LATER)))
    return exp(world.numbers[DELAY_LOG] + world.numbers[DELAY_SPREAD] * z) * HOUR
