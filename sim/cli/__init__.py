"""The commands of `seedcast`, each a few lines: read the options, call the experiment, say what was found.

Only typer is imported at the top; everything else when a command needs it, so that `--help` answers at once.
Exit status: 0 done, 1 our fault, 2 the user's (one paragraph, no traceback), 130 on Ctrl-C with what is done kept.
"""

from collections.abc import Callable
from pathlib import Path

import typer

from sim.cli.options import (
    Accounts,
    Allow,
    ArchiveOut,
    EdgeMeans,
    Events,
    File,
    Fresh,
    Json,
    Language,
    NewFile,
    Out,
    Plan,
    Portrayed,
    Quiet,
    Replicate,
    Resolved,
    Run,
    Runs,
    SchemaOut,
    Seed,
    Shard,
    Threads,
    Version,
    WhichReplicate,
)
from sim.cli.words import Commands, answered

app = typer.Typer(
    name="seedcast",
    cls=Commands,
    help="Which seeding plan reaches more people on a social network, by how much, and how surely.",
    no_args_is_help=True,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def first(version: Version = False) -> None:
    """Which seeding plan reaches more people on a social network, by how much, and how surely."""
    if version:
        from importlib.metadata import version as installed

        print(f"seedcast {installed('seedcast')}")
        raise typer.Exit


def command(*names: str) -> Callable:
    """Register a command, with the errors that are the user's told in one paragraph."""

    def register(function: Callable) -> Callable:
        for name in names:
            app.command(name)(answered(function))
        return function

    return register


def run_a_scenario(
    kind: str, file: Path, out: Path, threads: int | None, quiet: bool, as_json: bool, language: str, options: dict
) -> None:
    """What `compare` and `sweep` share: explain, run with a progress bar, print, write report and figures."""
    from sim import experiment, report
    from sim.face import Bar, as_dict, check_language, tables_for_people, verdict_for_people
    from sim.scenario import explain, load

    check_language(language)
    scenario = load(file, allow_code=options.pop("allow_code") or [])

    def told() -> None:
        print("\n".join(explain(scenario)), end="\n\n", flush=True)

    silent = quiet or as_json
    with Bar(quiet=silent, before=None if silent else told) as bar:
        result = getattr(experiment, kind)(scenario, out=out, threads=threads, progress=bar, **options)
        page = report.write_all(result, result.folder, language)
    if as_json:
        import json

        print(json.dumps(as_dict(result), ensure_ascii=False, indent=1, allow_nan=False))
        return
    if not quiet:
        print(tables_for_people(result))
    print(verdict_for_people(result))
    if not quiet:
        print(f"\nReport: {page}")


@command("compare", "run")
def compare(
    file: File,
    out: Out = Path("runs"),
    threads: Threads = None,
    quiet: Quiet = False,
    as_json: Json = False,
    fresh: Fresh = False,
    language: Language = "en",
    allow_code: Allow = None,
) -> None:
    """Compare the plans of a scenario in the same worlds (`run` is the same word for one plan)."""
    run_a_scenario("compare", file, out, threads, quiet, as_json, language, {"fresh": fresh, "allow_code": allow_code})


@command("sweep")
def sweep(
    file: File,
    out: Out = Path("runs"),
    threads: Threads = None,
    quiet: Quiet = False,
    as_json: Json = False,
    fresh: Fresh = False,
    shard: Shard = None,
    language: Language = "en",
    allow_code: Allow = None,
) -> None:
    """Compare the plans at every design point of the scenario's sweep."""
    from sim.face import shard_of

    options = {"fresh": fresh, "shard": shard_of(shard), "allow_code": allow_code}
    run_a_scenario("sweep", file, out, threads, quiet, as_json, language, options)


@command("merge")
def merge(
    runs: Runs,
    out: Out = Path("runs"),
    allow_code: Allow = None,
) -> None:
    """Put the shards of one sweep together."""
    from sim import experiment, report
    from sim.face import tables_for_people

    result = experiment.merge(list(runs), out=out, allow_code=allow_code)
    assert result.folder is not None
    page = report.write_all(result, result.folder)
    print(tables_for_people(result))
    print(f"Report: {page}")


@command("explain")
def explain(file: File, as_json: Json = False, allow_code: Allow = None) -> None:
    """Say in sentences what a scenario does, in what its plans differ, and what rests on weak sources.

    Instead of a file: the name of a metric or of a column of the table, to read what it is.
    """
    import json

    from sim.scenario import explain as sentences
    from sim.scenario import load, parameter_lines

    if not file.suffix and not file.exists():
        from sim.scenario.explain_words import explain_word

        found = explain_word(str(file))
    else:
        scenario = load(file, allow_code=allow_code or [])
        found = sentences(scenario)
        if scenario.campaign is not None:
            from sim.experiment import priced

            found += [*priced(scenario), *parameter_lines(scenario)]
    print(json.dumps(found, ensure_ascii=False, indent=1) if as_json else "\n".join(found))


@command("validate")
def validate(
    file: File,
    resolved: Resolved = False,
    allow_code: Allow = None,
) -> None:
    """Check a scenario file without running it."""
    from sim.results import write_text
    from sim.scenario import columns_not_read, load

    scenario = load(file, allow_code=allow_code or [])
    if resolved:
        beside = file.with_suffix(".resolved.yaml")
        write_text(beside, scenario.resolved_yaml())
        print(f"{beside} is written")
    points = len(scenario.design_points())
    print(f"{file} is valid: {scenario.name!r}, plans: {len(scenario.plans)}, design points: {points}")
    print("".join(f"{told}\n" for told in columns_not_read(scenario)), end="")


@command("schema")
def schema(
    out: SchemaOut = None,
) -> None:
    """The JSON Schema (draft 7) of scenario files, for editors."""
    from sim.cli.schema import write_schema

    write_schema(out)


@command("new")
def new(
    file: NewFile,
) -> None:
    """Write a commented starter scenario, with the schema beside it for editors."""
    from sim.scenario import write_starter

    for path in write_starter(file):
        print(f"{path} is written")
    print(f"Next: seedcast compare {file}")


@command("networks")
def networks(
    file: Portrayed = None,
    accounts: Accounts = 10_000,
    seed: Seed = 1,
    edge_means: EdgeMeans = None,
    as_json: Json = False,
) -> None:
    """A portrait of networks beside real ones."""
    from sim.face import portraits

    print(portraits(file, accounts, seed, edge_means, as_json))


@command("rerun")
def rerun(
    run: Run,
    replicate: Replicate = None,
    threads: Threads = None,
    quiet: Quiet = False,
    allow_code: Allow = None,
) -> None:
    """Run a stored run again and say whether all values are the same, or the first row that differs."""
    from sim import experiment
    from sim.face import Bar

    with Bar(quiet=quiet) as bar:
        found = experiment.rerun(run, replicate=replicate, threads=threads, progress=bar, allow_code=allow_code)
    print(found.sentence)
    if not found.identical:
        raise typer.Exit(1)


@command("replay")
def replay(
    run: Run,
    replicate: WhichReplicate = 0,
    plan: Plan = None,
    events: Events = None,
    allow_code: Allow = None,
) -> None:
    """Look at one replicate of a run, event by event."""
    from sim import experiment
    from sim.archive import check_export
    from sim.face import story

    if events is not None:
        check_export(events, "--events")
    print(story(experiment.replay(run, replicate, plan, allow_code), events))


@command("report")
def report(run: Run, language: Language = "en") -> None:
    """Write the report of a finished run again."""
    from sim import report as pages
    from sim.face import check_language, with_network
    from sim.results import Result

    check_language(language)
    result = with_network(Result.load(run))
    print(pages.write_all(result, run, language))


@command("archive")
def archive(
    run: Run,
    out: ArchiveOut = None,
) -> None:
    """Put a finished run into one file for a repository: recipe, tables, figures, report, checksums."""
    from sim.archive import archive as write

    print(write(run, out))


def main() -> None:
    """The entry point of the command."""
    app()
