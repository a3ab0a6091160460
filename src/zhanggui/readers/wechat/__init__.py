"""WeChat Shop (微信小店, 视频号小店): the file of orders and the shop's ledger.

In: 订单管理 → 导出 and 资金流水. Out: ``order_line``, ``fee`` and ``refund`` rows. The columns are data, in the format
files beside this one; ``zhanggui.readers`` finds and reads them.
"""
