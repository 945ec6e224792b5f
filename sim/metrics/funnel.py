"""The funnel of a campaign, in one place: from impressions to orders, by the names of the metrics."""

from typing import Final

STAGES: Final = ("impressions", "reach", "clicks", "leads", "orders", "incremental_orders")
"""From the widest to the narrowest. The last stands beside all orders: those that the plan brings."""

ACCOUNTS: Final = ("impressions", "reach", "clicks")
"""Stages that count accounts; the others count people."""

MEASURED: Final = (*STAGES, "spent", "probability_of_loss")
"""What is measured of every campaign that has it, asked for or not: each costs a sum over arrays that are there. A mean
in money stands beside how likely a loss is."""
