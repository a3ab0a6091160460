"""What could not be read, as a value: which file, row and column, what is wrong, what stood there."""

from dataclasses import dataclass

REFUSED = "refused"
NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong with a file.

    ``row`` counts lines (or sheet rows) from 1, 0 is the file as a whole. ``column`` is the header as written,
    '' for the row as a whole. ``code`` selects the sentence in both languages (``issue.<code>`` in the message
    catalogue); ``value`` is what stood there, cut to 80 characters, never a name, phone or address.
    ``level`` is ``refused`` (row or file not loaded) or ``notice`` (loaded, but worth knowing).
    """

    file: str
    row: int
    column: str
    code: str
    value: str = ""
    level: str = REFUSED

    def __post_init__(self) -> None:
        """Bytes that are no text, of a damaged cell or of a name, become question marks: all can be shown and kept."""
        for name in ("file", "column", "value"):
            text: str = getattr(self, name)
            if not text.isascii():
                object.__setattr__(self, name, text.encode("utf-8", "replace").decode("utf-8"))


# Every code that a reader or the store may raise; the message catalogue is tested against this tuple.
CODES = (
    "unknown_format",
    "ambiguous_format",
    "other_export",
    "empty_file",
    "no_rows",
    "not_a_table",
    "not_looked_at",
    "no_header",
    "html_as_xls",
    "password",
    "too_large",
    "zip_bomb",
    "zip_in_zip",
    "damaged_file",
    "unreadable_file",
    "wrong_encoding",
    "cut_off",
    "missing_column",
    "only_slices",
    "column_absent",
    "column_twice",
    "orders_unlinked",
    "refunds_unlinked",
    "plans_unnamed",
    "ads_partial",
    "rows_tied",
    "rows_older",
    "other_zone",
    "bad_number",
    "bad_date",
    "bad_percent",
    "bad_currency",
    "currency_unknown",
    "ambiguous_dates",
    "future_date",
    "ancient_date",
    "negative_quantity",
    "negative_amount",
    "missing_key",
    "missing_value",
    "damaged_id",
    "conflict",
    "order_differs",
    "two_shops",
    "shop_unknown",
    "no_such_shop",
    "shop_doubtful",
    "other_shop",
    "day_unknown",
    "unread_days",
    "part_alone",
    "formula",
    "extra_cells",
    "joined_cells",
    "open_quote",
    "recovered_date",
    "same_file",
    "unsupported",
)
