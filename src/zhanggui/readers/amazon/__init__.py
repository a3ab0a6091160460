"""Amazon: order, settlement, traffic, advertising and stock reports of Seller Central and of the ad console.

In: All Orders, settlement V1 and V2, date-range transactions, Business Reports by ASIN and by day, Sponsored
Products search terms (console and bulk file), FBA inventory, FBA returns. Out: ``order_line``, ``fee``,
``refund``, ``traffic_listing``, ``traffic_shop``, ``ad`` and ``stock`` rows. The columns are data, in the format
files beside this one; ``zhanggui.readers`` finds and reads them.
"""
