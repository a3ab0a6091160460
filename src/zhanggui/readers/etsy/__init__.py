"""Etsy: the file of sold order items.

In: ``EtsySoldOrderItems*.csv``. Out: ``order_line`` rows. The columns are data, in the format file beside this
one; ``zhanggui.readers`` finds and reads it.
"""
