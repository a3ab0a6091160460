"""WeChat Shop (微信小店, 视频号小店): the file of orders.

In: 订单管理 → 导出. Out: ``order_line`` rows. The columns are data, in the format file beside this one;
``zhanggui.readers`` finds and reads it.
"""
