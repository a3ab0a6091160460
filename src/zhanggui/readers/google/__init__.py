"""Google: the search terms report of Google Ads and the csv reports of Google Analytics 4.

In: 'Search terms report' (csv, or the UTF-16 TAB variant), GA4 tables by source or by day. Out: ``ad``,
``traffic_source`` and ``traffic_shop`` rows. The columns are data, in the format files beside this one;
``zhanggui.readers`` finds and reads them.
"""
