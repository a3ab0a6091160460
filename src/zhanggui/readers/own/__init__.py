"""Own tables: what no platform exports and the shop keeps itself.

In: product costs, stock, purchase orders, tickets, candidates, promotions, competitor prices and exchange rates, as
the workbooks that ``template`` writes, in either language, or as any table with the canonical column names. Out:
rows of the table of the same purpose. The columns are data, in the format files beside this one;
``zhanggui.readers`` finds and reads them. Callers: ``app`` for ``zhanggui template NAME``.
"""
