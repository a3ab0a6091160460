"""Youzan (有赞): the report of orders and the report of their items.

In: 订单 → 报表导出, by order and by item. Out: ``order_head`` and ``order_item`` rows, which the store puts together.
The columns are data, in the format files beside this one; ``zhanggui.readers`` finds and reads them.
"""
