"""TikTok Shop: the order export of the seller centre.

In: sheet OrderSKUList as xlsx or csv, any market. Out: ``order_line`` rows and, for goods sent back, ``refund``
rows without money. The columns are data, in the format file beside this one; ``zhanggui.readers`` finds and
reads it.
"""
