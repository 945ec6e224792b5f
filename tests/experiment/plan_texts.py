"""What scenarios of a plan that is made ready begin and end with."""

from pathlib import Path

FILES = Path(__file__).parent.parent / "scenarios" / "valid"
HEAD = """\
name: t
seed: 1
currency: CNY
model: campaign
horizon: 10 days
"""


def plan_text(actions, rest=""):
    """The plan ``a`` of these actions (flow maps), to be put behind ``plans:``."""
    listed = "".join(f"\n      - {action}" for action in actions) or " []"
    return f"  a:\n{rest}    actions:{listed}\n"
