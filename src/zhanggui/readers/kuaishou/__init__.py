"""Kuaishou Shop (快手小店): orders, settlement and return insurance.

In: the exports of the shop's console. Out: ``order_line``, ``fee`` and ``refund`` rows. The columns are data, in the
format files beside this one; ``zhanggui.readers`` finds and reads them.
"""
