"""Amounts that a file of no known format tells once per order: again on each of its lines, or on the first alone.

Added up by line they would count several times, or lie on one item. What the lines show decides: an amount that no
order of several lines has twice in different sizes, though its lines differ, is the order's own.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

AMOUNTS = ("paid", "list_amount", "seller_discount", "platform_discount", "shipping", "tax", "refund_stated")
SAME, FIRST = "same", "first"
LEAST = 2  # orders that show it where only the items of their lines differ
MOSTLY = 0.9
CENT = Decimal("0.011")
_NOTHING = frozenset({"", "-", "--", "—", "/"})

Line = Sequence[str]


def per_order(lines: Sequence[Line], columns: Mapping[str, int]) -> dict[str, str]:
    """Columns of amounts that are per order, and how the file has them: ``SAME`` on each line, or ``FIRST`` alone.

    ``lines`` are rows of cells, ``columns`` index by canonical column. Nothing where no order has two lines.
    """
    out = {}
    several = [group for group in orders(lines, columns) if len(group) > 1]
    for name in AMOUNTS:
        if name in columns and several:
            way = _way(name, several, columns)
            if way:
                out[name] = way
    return out


def orders(lines: Sequence[Line], columns: Mapping[str, int]) -> list[list[Line]]:
    """Lines by order, in the order of their first; without a column of orders, none."""
    if "order_id" not in columns:
        return []
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        number = _cell(line, columns["order_id"])
        if number:
            found[number].append(line)
    return list(found.values())


def _way(name: str, several: Sequence[Sequence[Line]], columns: Mapping[str, int]) -> str:
    """How an amount is per order, '' where it is per line."""
    cells = [[_cell(line, columns[name]) for line in group] for group in several]
    told = [group for group in cells if any(group)]
    if told and all(group[0] and not any(group[1:]) for group in told):
        return FIRST
    if not told or any(len(set(group)) > 1 for group in told):
        return ""
    shown = [
        group
        for group, here in zip(several, cells, strict=True)
        if here[0] and figure(here[0]) not in {None, 0}
    ]
    if name == "shipping":
        return SAME if shown else ""
    priced = [one for one in ("price", "quantity") if one in columns]
    if {"price", "quantity"} <= columns.keys() and all(
        _is_product(line, name, columns) for group in shown for line in group
    ):
        return ""
    if sum(_differ(group, priced, columns) for group in shown):
        return SAME
    items = [one for one in ("sku", "listing_id", "title", "variant") if one in columns]
    return SAME if sum(_differ(group, items, columns) for group in shown) >= LEAST else ""


def _differ(group: Sequence[Line], names: Sequence[str], columns: Mapping[str, int]) -> bool:
    """Whether the lines of an order differ in one of these columns."""
    return any(len({_cell(line, columns[name]) for line in group}) > 1 for name in names)


def _is_product(line: Line, name: str, columns: Mapping[str, int]) -> bool:
    """Whether an amount of a line is its price times its quantity."""
    price, quantity, amount = (figure(_cell(line, columns[one])) for one in ("price", "quantity", name))
    if price is None or quantity is None or amount is None:
        return False
    return abs(price * quantity - amount) <= CENT


def with_postage(lines: Sequence[Line], columns: Mapping[str, int], once: Mapping[str, str]) -> bool:
    """Whether the amount paid is that of the goods and the postage, by nearly all orders with postage.

    Only where both are per order, or no order has two lines: else one line would bear what is of all.
    """
    if not {"price", "quantity", "paid", "shipping"} <= columns.keys():
        return False
    every = orders(lines, columns)
    if not {"paid", "shipping"} <= once.keys() and any(len(group) > 1 for group in every):
        return False
    goods, both, known = 0, 0, 0
    for group in every:
        sums = [_product(line, columns) for line in group]
        paid, postage = (figure(_cell(group[0], columns[name])) for name in ("paid", "shipping"))
        if None in sums or paid is None or not postage:
            continue
        known += 1
        total = sum((one for one in sums if one is not None), Decimal())
        goods += abs(paid - total) <= CENT
        both += abs(paid - total - postage) <= CENT
    return known > 0 and both >= MOSTLY * known > goods


def _product(line: Line, columns: Mapping[str, int]) -> Decimal | None:
    """Price times quantity, None where one of them is no figure."""
    price, quantity = (figure(_cell(line, columns[name])) for name in ("price", "quantity"))
    return None if price is None or quantity is None else price * quantity


def figure(cell: str) -> Decimal | None:
    """A plain figure, with or without a sign of money or commas of thousands; None for anything else."""
    bare = cell.strip("¥￥$€£₩₹元 \t").replace(",", "")
    try:
        found = Decimal(bare)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _cell(line: Line, index: int) -> str:
    """A cell without spaces around it; '' for one that is not there or says nothing."""
    cell = line[index].strip() if index < len(line) else ""
    return "" if cell in _NOTHING else cell
