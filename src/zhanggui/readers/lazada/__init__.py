"""Lazada: the order export of the seller centre, one row per unit, and the account statement.

In: both files as xlsx or csv. Out: ``order_line``, ``fee`` and ``refund`` rows. The columns are data, in the format
files beside this one; ``zhanggui.readers`` finds and reads them.
"""
