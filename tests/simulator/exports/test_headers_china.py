import zhanggui.simulator.exports.headers_china as headers

ROWS = {name: value for name, value in vars(headers).items() if name.isupper()}


def test_no_heading_is_empty_or_twice() -> None:
    assert len(ROWS) >= 10
    for name, row in ROWS.items():
        assert all(row), name
        assert len({cell.strip() for cell in row}) == len(row), name
