"""JD: 商家后台 orders, 商智 goods and traffic, 京准通 advertising, settlement. Formats as data.

Quirks of the family: csv in GBK; the money of an order is repeated on the row of every SKU of it and counts
once; the first data row of 商智 tables is the total of all others; the settlement has a title row and is
long, one row per fee, where 货款 with 收支方向 支出 is a refund; phones and accounts are masked
(``1******6198``); cash on delivery (货到付款) has no payment time until it is delivered. 商智 成交金额 counts
cash on delivery when it is ordered, deducts same-day cancellations and includes tax and postage: it is a
platform's figure, not the books' paid amount.
"""
