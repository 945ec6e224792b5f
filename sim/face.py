"""What a person sees in the terminal: progress, tables, a cascade told as a story, portraits."""

import json
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.experiment.sentences import against
from sim.experiment.verdicts import table_of
from sim.results import Result, RunError

LANGUAGES = ("en",)
MOST_SENTENCES = 24
"""So many design points of a sweep are told one by one."""


class FaceError(ValueError):
    """An option that is not allowed."""


def check_language(language: str) -> None:
    """Refuse a language that reports are not written in."""
    if language not in LANGUAGES:
        raise FaceError(f"--language {language!r} is not allowed; allowed: {', '.join(LANGUAGES)}")


def shard_of(text: str | None) -> tuple[int, int] | None:
    """`3/20` as two numbers.

    >>> shard_of("3/20")
    (3, 20)
    """
    if text is None:
        return None
    first, slash, second = text.partition("/")
    if not (slash and text.isascii() and first.isdecimal() and second.isdecimal() and len(text) < 20):
        raise FaceError(f"--shard {text!r} is not allowed; write which part of how many, like 3/20")
    return int(first), int(second)


class Bar:
    """A progress bar with the time left, on the terminal or in a notebook; silent where nobody looks."""

    def __init__(self, quiet: bool = False, before: Callable[[], None] | None = None):
        """``before`` is called once, when the run has found its options in order and begins."""
        self.quiet = quiet
        self.before = before
        self.bar: Any = None
        self.started = time.perf_counter()
        self.interrupted = False
        self.handler: Any = None

    def __enter__(self) -> "Bar":
        # Python drops a Ctrl-C that arrives while it tidies up (in a finaliser, say), so it is remembered here too.
        if threading.current_thread() is threading.main_thread():
            self.handler = signal.getsignal(signal.SIGINT)
            if self.handler is signal.default_int_handler:
                signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *exception: Any) -> None:
        if self.handler is signal.default_int_handler:
            signal.signal(signal.SIGINT, self.handler)
        if self.bar is not None:
            self.bar.close()

    def _interrupt(self, number: int, frame: Any) -> None:
        self.interrupted = True
        signal.default_int_handler(number, frame)

    def say(self, text: str) -> None:
        """A sentence above the bar."""
        self._begin()
        if not self.quiet:
            self._make().write(text, file=sys.stderr)

    def total(self, worlds: int) -> None:
        """How many worlds times plans there are at most."""
        self._begin()
        if not self.quiet:
            self._make().total = worlds
            self._say_compiling()

    def advance(self, worlds: int) -> None:
        """So many more are done."""
        if self.interrupted:
            raise KeyboardInterrupt
        if self.bar is not None:
            self.bar.update(worlds)

    def _begin(self) -> None:
        before, self.before = self.before, None
        if before is not None:
            before()

    def _say_compiling(self) -> None:
        from sim import jit

        if jit.announce():
            self.say("compiling (once; later runs start at once)")

    def _make(self) -> Any:
        if self.bar is None:
            import warnings

            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # tqdm warns where a notebook lacks widgets; the plain bar is fine
                from tqdm.auto import tqdm

            self.bar = tqdm(unit=" worlds", dynamic_ncols=True, leave=False, file=sys.stderr, disable=None)
        return self.bar


def tables_for_people(result: Result) -> str:
    """The plans side by side, one table a design point."""
    from sim.report.terminal import tables

    return tables(result)


def verdict_for_people(result: Result) -> str:
    """The verdict in a sentence, with a line for each other plan where all are compared with one; for a sweep a
    sentence a design point."""
    from sim.report.terminal import place_of

    points = result.manifest["design_points"]
    if len(points) == 1 and not points[0]:
        return "\n".join([result.verdict["sentence"], *against(result.verdict)])
    lines: list[str] = []
    for point, verdict in zip(points, result.manifest["verdicts"]):
        lines.append(f"at {place_of(point)}: {verdict['sentence']}")
    if len(lines) > MOST_SENTENCES:
        more = len(lines) - MOST_SENTENCES
        lines[MOST_SENTENCES:] = [f"and {more:,} more points of the sweep, in the report and in JSON"]
    return "\n".join([*lines, result.manifest["headline"]])


def as_dict(result: Result) -> dict[str, Any]:
    """The result for programs."""
    table = table_of(result)
    rows = json.loads(table.to_json(orient="records", double_precision=15))
    keep = ("name", "hash", "engine", "plans", "design_points", "verdict", "verdicts", "effects", "replicates")
    shares = result.attribution
    told = {} if shares is None else {"attribution": json.loads(shares.to_json(orient="records", double_precision=15))}
    return {**{key: result.manifest[key] for key in keep}, "table": rows, **told, "folder": str(result.folder)}


def story(cascades: dict[str, Any], events: Path | None) -> str:
    """Cascades told step by step; all events into a CSV file if asked."""
    import pandas

    lines, tables = [], []
    for plan, (outcome, network) in cascades.items():
        lines.append(f"{plan}: {outcome!r}"[:-1] + f"{repr(outcome)[-1]}")
        names = [network.name(int(a)) for a in outcome.reached]
        by = ["" if b < 0 else network.name(int(b)) for b in outcome.reached_by]
        tables.append(
            pandas.DataFrame({"plan": plan, "time": outcome.reached_at, "account": names, "reached_by": by}).astype(
                {"account": str, "reached_by": str}
            )
        )
        if "seen_at" in outcome.events:  # of a campaign every event
            tables[-1] = events_in_words(plan, outcome, network)
        for step in sorted(set(outcome.reached_at.tolist()))[:20]:
            there = [i for i in range(outcome.reach) if outcome.reached_at[i] == step]
            told = ", ".join(f"{names[i]}" + (f" by {by[i]}" if by[i] != "" else "") for i in there[:6])
            more = f" and {len(there) - 6:,} more" if len(there) > 6 else ""
            lines.append(f"  at {step:g}: {told}{more}")
    if events is not None:
        from sim.archive import exporting

        with exporting(events) as aside:
            pandas.concat(tables, ignore_index=True).to_csv(aside, index=False)
        lines.append(f"all events: {events}")
    return "\n".join(lines)


def events_in_words(plan: str, outcome: Any, network: Any) -> Any:
    """The log of one world of a campaign as a table, with the accounts' names."""
    import pandas

    from sim.metrics.log import in_words, log_of

    columns = log_of(outcome)._asdict()
    table = pandas.DataFrame({name: in_words(name, values) for name, values in columns.items()})
    table["account"] = ["" if account < 0 else network.name(account) for account in columns["account"].tolist()]
    table.insert(0, "plan", plan)
    return table


def with_network(result: Result) -> Result:
    """The result with its network made again for the pictures, where its files are still there."""
    from sim.experiment import stored_scenario
    from sim.experiment.making import Workshop

    try:
        scenario = stored_scenario(result.folder)  # type: ignore[arg-type]
        first = result.manifest["design_points"][0]
        result.network = Workshop().network(scenario.with_values(first) if first else scenario, 0)
    except (ValueError, OSError) as error:
        print(f"seedcast: the network cannot be drawn: {error}", file=sys.stderr)
    return result


def portraits(file: Path | None, accounts: int, seed: int, edge_means: str | None, as_json: bool) -> str:
    """Portraits of a scenario's or file's network, or of all presets, beside real ones."""
    from sim import generators
    from sim.files import read_network
    from sim.portrait import portrait, portrait_table
    from sim.randomness import NETWORK, world_key

    if edge_means is not None and (file is None or file.suffix in (".yaml", ".yml")):
        raise FaceError("--edge-means is for a network file; name one, or leave the option out")
    found = {}
    if file is None:
        from sim.generators.kol_communities import PRESETS

        for preset in PRESETS:
            network = generators.generate(
                "kol_communities", {"accounts": accounts, "preset": preset}, world_key(seed, NETWORK)
            )
            found[preset] = portrait(network)
    elif file.suffix in (".yaml", ".yml"):
        from sim.experiment.making import Workshop
        from sim.scenario import load

        scenario = load(file)
        found[scenario.name] = portrait(Workshop().network(scenario, 0))
    else:
        if not file.exists():
            raise RunError(f"{file} does not exist")
        found[file.name] = portrait(read_network(file, edge_means=edge_means))
    if as_json:
        return json.dumps(found, ensure_ascii=False, indent=1)
    return portrait_table(found)
