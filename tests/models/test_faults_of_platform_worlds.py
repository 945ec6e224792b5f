"""Worlds and plans on several platforms that are not in order are refused before anything is made."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim import generators
from sim.generators.further import with_members
from sim.models.campaign import Parameters, prepare
from sim.models.campaign.plan_rows import rows_of
from sim.network import Network, NetworkError
from sim.world import OWNED, Plan, PlanError, PlannedPost

FIRST = generators.generate("kol_communities", {"accounts": 60}, key=1)
SMALL = generators.generate("kol_communities", {"accounts": 50}, key=1)


def named(name):
    return Parameters.model_validate({"also_on": {name: {}}})


def told_members(values):
    return Network(FIRST.audience_offsets, FIRST.audience, attributes={"member": np.array(values)})


@pytest.mark.parametrize(
    ("further", "told"),
    [
        ((), "the parameters have 1 further platforms, and there are 0 networks"),
        ((FIRST, FIRST), "and there are 2 networks"),
        ((SMALL,), "'douyin' has 50 accounts; it must have the 60 of the first"),
        ((None,), "further holds NoneType for 'douyin'; allowed: a Network"),
        (("douyin",), "further holds str for 'douyin'; allowed: a Network"),
        ((told_members([0] * 60),), "a wrong member; allowed: 0 or 1 by account, 1 for some"),
        ((told_members([0.5] * 60),), "a wrong member"),
        ((told_members(["yes"] * 60),), "a wrong member"),
    ],
)
def test_wrong_networks_of_further_platforms_are_refused(further, told):
    with pytest.raises(NetworkError, match=told):
        prepare(FIRST, named("douyin"), further=further)


@pytest.mark.parametrize("name", ["first", "", "a/b"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(NetworkError, match=f"also_on names a platform {name!r}; allowed"):
        prepare(FIRST, named(name), further=(FIRST,))


@pytest.mark.parametrize("platform", [2, 9, -1, 1.5, "douyin", None])
def test_a_post_on_a_platform_that_is_none_is_refused(platform):
    world = SimpleNamespace(kernel=SimpleNamespace(feed=np.zeros((2, 1, 3))))
    plan = Plan(np.zeros(0, np.int32), (PlannedPost(0, 0, OWNED, 0.0, platform=platform),))
    with pytest.raises(PlanError, match=f"is on platform {platform!r}; allowed: 0 to 1"):
        rows_of(world, plan, 1)


@pytest.mark.parametrize("account", [60, 999, -1])
def test_who_is_always_there_is_an_account(account):
    with pytest.raises(NetworkError, match=f"always: {account} is no account; allowed: 0 to 59"):
        with_members(FIRST, 0.5, 1, [account])
