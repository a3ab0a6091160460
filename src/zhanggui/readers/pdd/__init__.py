"""Pinduoduo: order export, advertising by account and by goods, settlement. Formats as data.

Quirks of the family: units in half-width brackets in the names (``商品总价(元)``), order numbers that begin
with the day of the order (``yymmdd-…``), which alone may fill an empty 订单成交时间, advertising footers
(合计, 总计, 说明：…) that double the spend when kept, totals that exceed their parts (全店托管 spend is not
split by item), settlement entries without a number of their own, told by a coded 业务描述
(``0020002|交易退款-订单退款``), with or without a minus sign.
"""
