"""Every command and snippet of the README and of docs/ runs as printed.

The blocks of one page share a folder (with the project's scenarios in it) and one Python namespace. A block whose first
line is a comment with a file name (``# my_model.py``) becomes that file. ``seedcast`` lines are run; ``make`` lines
must name a target that exists. A block behind ``<!-- not run: reason -->`` is skipped, and counted with its reason.
"""

import re
import shlex
import shutil
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LANGUAGES = ("python", "sh", "yaml", "text", "json")

sys.path.insert(0, str(ROOT / "tools"))
import make  # noqa: E402

sys.path.pop(0)


class Block(NamedTuple):
    """One fenced block of a page."""

    line: int
    language: str
    text: str
    not_run: str | None


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found, opened, reason = [], None, None
    for number, line in enumerate(page.splitlines(), 1):
        fence = re.fullmatch(r"\s*```(\S*)\s*", line)
        if opened is not None:
            if fence:
                found.append(Block(opened[0], opened[1], "\n".join(opened[2]) + "\n", reason))
                opened, reason = None, None
            else:
                opened[2].append(line)
        elif fence:
            opened = (number, fence[1], [])
        else:
            marked = re.fullmatch(r"<!-- not run: (.+) -->", line.strip())
            reason = marked[1] if marked else reason if not line.strip() else None
    assert opened is None, f"the block of line {opened and opened[0]} is not closed"
    return found


def name_of_file(block: Block) -> str | None:
    first = block.text.splitlines()[0] if block.text.strip() else ""
    named = re.fullmatch(r"# ([\w/.-]+\.(?:py|yaml|csv))", first)
    return named[1] if named else None


def run_command(line: str, folder: Path) -> None:
    words = shlex.split(line, comments=True)
    if not words:
        return
    if words[0] == "make" or words[:2] == ["python", "tools/make.py"]:
        targets = [word for word in words[1 if words[0] == "make" else 2 :] if "=" not in word]
        assert targets
        assert targets[0] in make.WORDS, f"there is no target {targets[0]}"
    elif words[0] == "seedcast":
        from sim.cli import app

        status = None
        try:
            app(words[1:])
        except SystemExit as end:
            status = end.code
        assert not status, f"{line}: exit status {status}"
    elif words[0] == "cd":
        assert words[1] == "seedcast"
    else:
        raise AssertionError(f"a page may tell the reader to type seedcast, make and cd; not {line!r}")


def run_page(page: str, name: str, folder: Path) -> int:
    """Run all blocks of a page that are to be run; how many there were."""
    from sim.scenario import from_text

    namespace: dict = {"__name__": "__main__"}
    count = 0
    for block in blocks(page):
        where = f"{name}, line {block.line}"
        assert block.language in LANGUAGES, f"{where}: a block of {block.language or 'no language'}"
        if block.not_run is not None or block.language in ("text", "json"):
            continue
        count += 1
        file = name_of_file(block)
        if file is not None:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(block.text, encoding="utf-8")
        if block.language == "python" and file is None:
            exec(compile("\n" * block.line + block.text, name, "exec"), namespace)
        elif block.language == "sh":
            for line in block.text.splitlines():
                run_command(line, folder)
        elif block.language == "yaml" and file is None:
            from_text(block.text, folder, name=where)
    return count


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder like the project's, as far as a reader's commands need it."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_runs_as_printed(page, folder):
    try:
        run_page(page.read_text(encoding="utf-8"), page.name, folder)
    finally:  # a reader's snippet may leave its figure open
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None:
            pyplot.close("all")


LEFT_OUT = [
    pytest.param(block.not_run, id=f"{page.name}-{block.line}")
    for page in PAGES
    if page.exists()
    for block in blocks(page.read_text(encoding="utf-8"))
    if block.not_run is not None
]


if LEFT_OUT:

    @pytest.mark.parametrize("reason", LEFT_OUT)
    def test_a_block_that_is_not_run(reason):
        pytest.skip(f"a block of the documents: {reason}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_readme_shows_the_shipped_scenario():
    shown = [block.text for block in blocks((ROOT / "README.md").read_text(encoding="utf-8"))]
    shipped = (ROOT / "scenarios" / "first.yaml").read_text(encoding="utf-8")
    without_schema = "".join(line for line in shipped.splitlines(True) if not line.startswith("#"))
    assert any(text.partition("\n")[2] == without_schema for text in shown)


BROKEN = {
    "a snippet that fails": ("```python\nassert 1 == 2\n```\n", AssertionError),
    "a command that fails": ("```sh\nseedcast compare nowhere.yaml\n```\n", AssertionError),
    "an option that is not there": ("```sh\nseedcast compare scenarios/first.yaml --nonsense\n```\n", AssertionError),
    "a target that is not there": ("```sh\nmake coffee\n```\n", AssertionError),
    "an unknown tool": ("```sh\nrm -r runs\n```\n", AssertionError),
    "a block without a language": ("```\nx\n```\n", AssertionError),
    "a scenario that is not valid": ("```yaml\nname: x\nplants: {}\n```\n", ValueError),
    "a block that is not closed": ("```sh\nmake test\n", AssertionError),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_page_that_lies_is_found(name, folder):
    page, error = BROKEN[name]
    with pytest.raises(error):
        run_page(page, "page.md", folder)


def test_own_code_fits_on_a_page():
    page = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    files = [block for block in blocks(page) if block.language == "python"]
    assert len(files) >= 3
    for block in files:
        assert len(block.text.splitlines()) < 30, name_of_file(block)


def test_marked_blocks_are_left_out(folder):
    page = "<!-- not run: needs a coffee machine -->\n\n```sh\nbrew\n```\n\n```python\nx = 1\n```\n"
    assert [block.not_run for block in blocks(page)] == ["needs a coffee machine", None]
    assert run_page(page, "page.md", folder) == 1


def test_the_makefile_has_the_words_of_the_script():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert sorted(re.search(r"^TARGETS := (.*)$", makefile, re.M)[1].split()) == sorted(make.WORDS)
    assert all(f"    {word} " in make.__doc__ for word in make.WORDS)


@pytest.mark.parametrize(
    ("path", "extras"), [("constraints.txt", ["test"]), ("benchmarks/constraints.txt", ["bench"])], ids=["own", "bench"]
)
def test_the_pins_are_exact_and_name_no_host(path, extras):
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert len(pins) > 30
    for pin in pins:
        assert re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", pin), pin
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = [] if extras == ["bench"] else [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    for extra in extras:
        needed += project["project"]["optional-dependencies"][extra]
    pinned = {re.sub(r"[-_.]+", "-", pin.partition("==")[0]).lower() for pin in pins}
    named = {re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", need)[0]).lower() for need in needed}
    assert named
    assert named <= pinned


def cells(line):
    """The cells of a line of a table, as a page writes it or as the terminal draws it."""
    return tuple(part.strip() for part in re.split(r"[|│]", line)[1:-1])


def not_printed(page, folder, capsys):
    """What stands in the tables and verdicts behind a page's commands and is not in what these commands print."""
    wrong, shown = [], ""
    for block in blocks(page):
        if block.language == "yaml" and (file := name_of_file(block)) is not None:
            (folder / file).write_text(block.text, encoding="utf-8")
        elif block.language == "sh":
            capsys.readouterr()
            for line in block.text.splitlines():
                run_command(line, folder)
            shown = capsys.readouterr().out
        elif block.language == "text" and shown:
            rows = {cells(line) for line in shown.splitlines()}
            lines = [line for line in block.text.splitlines() if line.startswith(("| ", "at ")) and "| 95" not in line]
            lines = [line for line in lines if cells(line)[:1] not in (("plan",), ("channel",))]
            wrong += [line for line in lines if cells(line) not in rows and line not in shown]
    return wrong


def test_the_campaign_s_tables_are_what_its_commands_print(folder, capsys):
    assert not not_printed((ROOT / "docs" / "campaign.md").read_text(encoding="utf-8"), folder, capsys)
