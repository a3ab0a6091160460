"""Etsy: the file of sold order items and the monthly statement.

In: ``EtsySoldOrderItems*.csv`` and ``etsy_statement_*.csv``. Out: ``order_line``, ``fee`` and ``refund`` rows. The
columns are data, in the format files beside this one; ``zhanggui.readers`` finds and reads them.
"""
