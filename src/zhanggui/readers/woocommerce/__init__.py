"""WooCommerce: products, and orders as export extensions write them.

In: the csv of Products > Export, and files of orders with a row per item or a row per order. Out: ``listing``,
``order_line`` and ``order_head`` rows. The columns are data, in the format files beside this one; ``zhanggui.readers``
finds and reads them.
"""
