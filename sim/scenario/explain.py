"""What a scenario will do, in sentences."""

from sim.scenario.scenario import Scenario


def explain(scenario: Scenario) -> list[str]:
    """Sentences."""
    return [f"{scenario.name}."]
