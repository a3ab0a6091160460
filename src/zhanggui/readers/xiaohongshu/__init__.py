"""Xiaohongshu (小红书): orders, the shop by day, settlement bills, other services and return insurance.

In: the exports of the shop's console (千帆). Out: ``order_line``, ``fee``, ``refund`` and ``traffic_shop`` rows. The
columns are data, in the format files beside this one; ``zhanggui.readers`` finds and reads them.
"""
