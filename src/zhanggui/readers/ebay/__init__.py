"""eBay: the orders report of Seller Hub.

In: the csv of any site in English. Out: ``order_line`` rows. The columns are data, in the format file beside this
one; ``zhanggui.readers`` finds and reads it.
"""
