"""TikTok Shop: the order export of the seller centre.

In: sheet OrderSKUList as xlsx or csv, any market, and return orders. Out: ``order_line`` rows and ``refund`` rows, for
goods that an order file says came back without money. The columns are data, in the format file beside this one;
``zhanggui.readers`` finds and reads it.
"""
