"""Shopify: order, product and inventory exports of the admin.

In: ``orders_export.csv``, ``products_export.csv``, ``inventory_export.csv`` of any year. Out: ``order_line``,
``listing`` and ``stock`` rows. The columns are data, in the format files beside this one; ``zhanggui.readers``
finds and reads them.
"""
