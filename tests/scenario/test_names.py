"""File names from plan names."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.scenario import file_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one star", "one-star"),
        ("春季精华上新 50万", "春季精华上新-50万"),
        ("../../etc/passwd", "etc-passwd"),
        ("a:b*c?d<e>|f\\g", "a-b-c-d-e-f-g"),
        ("LPT1", "lpt1-"),
        (".hidden", "hidden"),
        ("e\u0301", "\u00e9"),  # the same letter, written in two ways
        ("Ｆｕｌｌ", "full"),
        ("…", "unnamed"),
        ("", "unnamed"),
    ],
)
def test_names(text, expected):
    assert file_name(text) == expected


@given(st.text(max_size=300))
@example("0:_0")
def test_any_name_is_a_file_name_and_stays_one(tmp_path_factory, text):
    name = file_name(text)
    assert name
    assert len(name.encode()) <= 81
    assert not set(name) & set('/\\:*?"<>|. \0')
    assert file_name(name).rstrip("-") == name.rstrip("-")
    folder = tmp_path_factory.mktemp("names")
    (folder / name).write_text("")
    assert [file.name for file in folder.iterdir()] == [name]
