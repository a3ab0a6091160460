"""Google Analytics 4: several tables in a file, sessions that are not visitors, grand totals."""

from pathlib import Path

from tests.readers.exports import Reader, row, same, text, turned
from tests.readers.headers_global import GA4_CHANNELS

PREAMBLE = (
    "# ----------------------------------------\r\n"
    "# Traffic acquisition: Session primary channel group\r\n# Account: Shop\r\n"
    "# Property: Shop GA4\r\n# ----------------------------------------\r\n"
    "# \r\n# All Users\r\n"
    "# Start date: 20260901\r\n# End date: 20260907\r\n"
)
ORGANIC = {
    "Session primary channel group (Default Channel Group)": "Organic Search",
    "Sessions": "1200",
    "Engaged sessions": "700",
    "Engagement rate": "0.58",
    "Average engagement time per session": "45.2",
    "Event count": "9000",
    "Key events": "12",
    "Total revenue": "1234.56",
}
UNSET = ORGANIC | {
    "Session primary channel group (Default Channel Group)": "(not set)",
    "Sessions": "3",
    "Total revenue": "0",
}
COLUMNS = ("day", "days", "source", "detail", "visitors", "page_views", "orders", "sales", "clicks")


def test_sessions_are_not_visitors(tmp_path: Path) -> None:
    rows = [row(GA4_CHANNELS, ORGANIC), row(GA4_CHANNELS, UNSET)]
    first = Reader(tmp_path).one(
        "Traffic_acquisition.csv", text(GA4_CHANNELS, rows, above=PREAMBLE + "\r\n"), currency="USD"
    )
    assert first.format == "ga4_sources"
    assert first.pick("traffic_source", *COLUMNS) == [
        ("2026-09-01", 7, "Organic Search", "", None, None, None, "1234.56", None),
        ("2026-09-01", 7, "(not set)", "", None, None, None, "0", None),
    ]
    header = [name.replace("Default Channel Group", "Default channel group") for name in GA4_CHANNELS]
    same(
        first,
        Reader(tmp_path).one("b.csv", text(*turned(header, rows), above=PREAMBLE + "\r\n"), currency="USD"),
    )


def test_several_tables_in_one_file(tmp_path: Path) -> None:
    days = "Nth day,Active users,New users\r\n0000,50,20\r\n0001,60,25\r\n\r\n"
    rows = [row(GA4_CHANNELS, ORGANIC)]
    data = text(GA4_CHANNELS, rows, above=PREAMBLE + "\r\n" + days + PREAMBLE + "\r\n")
    reads = Reader(tmp_path).all("report.csv", data)
    assert [read.format for read in reads] == ["ga4_nth_day", "ga4_sources"]
    assert reads[0].pick("traffic_shop", "day", "days", "visitors", "new_visitors", "device") == [
        ("2026-09-01", 1, 50, 20, "all"),
        ("2026-09-02", 1, 60, 25, "all"),
    ]
    assert reads[1].pick("traffic_source", "day", "days", "source") == [("2026-09-01", 7, "Organic Search")]


def test_exploration_by_day_and_source(tmp_path: Path) -> None:
    header = [
        "Date",
        "Session source / medium",
        "Total users",
        "Sessions",
        "Views",
        "Ecommerce purchases",
        "Purchase revenue",
        "Bounce rate",
    ]
    rows = [
        ["20260826", "google / organic", "90", "120", "400", "3", "150.00", "0.36"],
        ["20260827", "(direct) / (none)", "40", "50", "90", "1", "20.00", "0.5"],
    ]
    total = "Grand total,,130,170,490,4,170.00,0.4,\r\n"
    read = Reader(tmp_path).one("exploration.csv", text(header, rows, above=PREAMBLE + "\r\n", below=total))
    assert read.format == "ga4_sources_daily"
    assert read.pick("traffic_source", *COLUMNS, "bounce_rate") == [
        ("2026-08-26", 1, "google / organic", "", 90, 400, 3, "150", None, "0.36"),
        ("2026-08-27", 1, "(direct) / (none)", "", 40, 90, 1, "20", None, "0.5"),
    ]
    assert (read.kept, read.refused) == (2, 0)


def test_exploration_with_empty_dimensions_in_the_total(tmp_path: Path) -> None:
    header = ["Date", "Active users", "Views", "Total purchasers"]
    rows = [
        ["20260826", "90", "400", "3"],
        ["20260827", "40", "90", "1"],
        ["", "120", "490", "4", "Grand total"],
    ]
    read = Reader(tmp_path).one("exploration.csv", text(header, rows))
    assert read.format == "ga4_days"
    assert read.pick("traffic_shop", "day", "visitors", "page_views", "buyers") == [
        ("2026-08-26", 90, 400, 3),
        ("2026-08-27", 40, 90, 1),
    ]
    assert (read.kept, read.refused) == (2, 0)


def test_users_by_the_channel_that_first_brought_them(tmp_path: Path) -> None:
    header = [
        "First user primary channel group (Default Channel Group)",
        "Total users",
        "New users",
        "Total revenue",
    ]
    read = Reader(tmp_path).one(
        "User_acquisition.csv", text(header, [["Direct", "70", "65", "12.00"]], above=PREAMBLE + "\r\n")
    )
    assert read.format == "ga4_first_user"
    assert read.pick("traffic_source", *COLUMNS, "new_visitors") == [
        ("2026-09-01", 7, "First user: Direct", "", 70, None, None, "12", None, 65)
    ]


def test_first_users_by_day(tmp_path: Path) -> None:
    header = ["Date", "First user source / medium", "Total users"]
    read = Reader(tmp_path).one(
        "x.csv", text(header, [["20260901", "google / cpc", "7"], ["20260902", "(not set)", "x"]])
    )
    assert read.format == "ga4_first_user_daily"
    assert read.pick("traffic_source", *COLUMNS) == [
        ("2026-09-01", 1, "First user: google / cpc", "", 7, None, None, None, None)
    ]
    assert read.codes == [("Total users", "bad_number")]


def test_tables_by_page_or_device_are_left_alone(tmp_path: Path) -> None:
    header = ["Date", "Device category", "Total users", "Sessions"]
    read = Reader(tmp_path).one("devices.csv", text(header, [["20260826", "mobile", "9", "12"]]))
    assert read.format is None


def test_other_languages(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    german = "# Startdatum: 20240501\n# Enddatum: 20240502\nN-ter Tag,Aktive Nutzer\n0000,12\n0001,15\n"
    read = reader.one("de.csv", german.encode())
    assert (read.format, read.pick("traffic_shop", "day", "visitors")) == (
        "ga4_nth_day",
        [("2024-05-01", 12), ("2024-05-02", 15)],
    )
    sources = (
        "# Startdatum: 20240501\n# Enddatum: 20240531\nPrimäre Channelgruppe der Sitzung (Standard-Channelgruppe),"
        'Sitzungen,Aktive Nutzer,Gesamtumsatz\nOrganic Search,100,90,"1.234,50"\nDirect,50,40,"100,00"\n'
    )
    read = reader.one("quellen.csv", sources.encode())
    assert (read.format, read.pick("traffic_source", "days", "source", "visitors", "sales")) == (
        "ga4_sources",
        [(31, "Organic Search", 90, "1234.5"), (31, "Direct", 40, "100")],
    )
    spanish = "Fecha,Usuarios activos,Usuarios nuevos,Sesiones,Ingresos totales\n20240501,10,5,12,100.5\n"
    read = reader.one("es.csv", spanish.encode())
    assert (read.format, read.pick("traffic_shop", "visitors", "sales")) == ("ga4_days", [(10, "100.5")])


def test_a_day_and_a_sum_are_nobodys(tmp_path: Path) -> None:
    read = Reader(tmp_path).one("sum.csv", b"Date,Total revenue,Orders\n2024-05-01,100,3\n")
    assert (read.format, read.issues[0].code) == (None, "unknown_format")
