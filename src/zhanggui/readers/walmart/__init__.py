"""Walmart Marketplace: orders of Seller Center, the payment report, and the reports of Walmart Connect.

In: the order report as xlsx, the payment report as csv (in a zip), the advertising reports as csv. Out: ``order_line``,
``fee``, ``refund`` and ``ad`` rows. The columns are data, in the format files beside this one; ``zhanggui.readers``
finds and reads them.
"""
