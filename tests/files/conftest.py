"""Small files for the readers."""

import gzip

import pytest


@pytest.fixture
def write(tmp_path):
    """``write(name, text or bytes)``: the path of a new file; packed if its name ends in .gz."""

    def make(name, content):
        data = content.encode() if isinstance(content, str) else content
        path = tmp_path / name
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return make


@pytest.fixture
def refused():
    """``refused(sentence parts, path, **options)``: reading fails with a sentence that has all the parts, in order."""
    from sim.files import ReadError, read_network

    def check(parts, path, **options):
        with pytest.raises(ReadError) as caught:
            read_network(path, **{"edge_means": "influences", **options})
        message = str(caught.value)
        assert "\n" not in message
        place = 0
        for part in (str(path), *parts):
            assert part in message[place:], f"{part!r} is not (in this order) in {message!r}"
            place = message.index(part, place) + len(part)

    return check
