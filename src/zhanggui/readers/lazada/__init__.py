"""Lazada: the order export of the seller centre, one row per unit.

In: the order file as xlsx or csv. Out: ``order_line`` rows. The columns are data, in the format file beside this
one; ``zhanggui.readers`` finds and reads it.
"""
