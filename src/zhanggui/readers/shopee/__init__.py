"""Shopee: order and advertising exports of the seller centre, in the languages of its markets.

In: Order.all and its kin as xlsx, Shopee Ads csv. Out: ``order_line``, ``refund`` (goods sent back, without money)
and ``ad`` rows. The columns are data, in the format files beside this one; ``zhanggui.readers`` finds and reads
them.
"""
