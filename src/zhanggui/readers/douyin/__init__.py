"""Douyin shops (抖店): orders, 结算 and 动账 ledgers, BIC and shipping-insurance fees. Formats as data.

Quirks of the family: csv in UTF-8 with a byte-order mark; in orders ids and product texts begin with a TAB,
in ledgers with an apostrophe; ``-`` means missing; names and phones are encrypted (``##…``, ``$$…``) and not
read; the settlement has a second header row with formulas (收入+支出); the file name begins with the unix
time of the export; the platform's own misspelling 动帐流水号. 结算 and 动账 tell the same money twice: both
name an entry by sub-order, day and kind, so that the two reports of one day meet in the books instead of
adding up; single entries of 动账 meet BIC and insurance by 流水号.
"""
