"""Taobao and Tmall: 千牛 orders, 生意参谋 (Sycm), 阿里妈妈 advertising, 淘宝客, the Alipay account. Formats as data.

Quirks of the family: csv in GB18030, header names that end in a space (``收货地址 ``), phones and ids
protected by an apostrophe, ``null`` and ``无退款申请`` for nothing; Sycm writes every cell as text
(``11,269``, ``78.15%``, ``-``) below four title rows, Alipay puts ``#`` lines around its table, 万相台 csv
writes thousands commas into ids. 买家实际支付金额 is net of refunds; 生意参谋 支付金额 is not. 年/月累计
columns are never read. One spend is told by several reports (the account, a plan, an item; 生意参谋 取数 as
well): each advertising report names its channel and grain so that it is counted once. Reports with and
without a date column are two formats (``…_undated``).
"""
