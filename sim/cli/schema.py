"""The schema of scenario files, to the terminal or into a file."""

from pathlib import Path


def write_schema(out: Path | None) -> None:
    """The JSON Schema of scenario files to the terminal, or into a file; an older schema there is replaced."""
    import json

    from sim.archive import check_export, exporting
    from sim.scenario import json_schema

    schema = json_schema()
    text = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    if out is None:
        print(text, end="")
        return
    if not (out.is_file() and _is_schema(out, schema["title"])):
        check_export(out, "--out")
    with exporting(out) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


def _is_schema(file: Path, title: str) -> bool:
    import json

    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("title") == title and "$schema" in found
