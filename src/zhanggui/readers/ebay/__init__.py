"""eBay: the orders report of Seller Hub and the transaction report of its payments.

In: the csv of any site in English, the transaction report in German too. Out: ``order_line``, ``fee`` and ``refund``
rows. The columns are data, in the format files beside this one; ``zhanggui.readers`` finds and reads them.
"""
