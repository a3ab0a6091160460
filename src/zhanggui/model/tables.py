"""The books: every canonical table, the one place where columns, keys and time bases are looked up."""

from zhanggui.model.goods import GOODS
from zhanggui.model.orders import ORDERS
from zhanggui.model.table import SQL_TYPES, SYSTEM, Column, Table
from zhanggui.model.traffic import TRAFFIC

__all__ = ["SQL_TYPES", "SYSTEM", "TABLES", "Column", "Table"]

TABLES: dict[str, Table] = {table.name: table for table in (*ORDERS, *TRAFFIC, *GOODS)}
