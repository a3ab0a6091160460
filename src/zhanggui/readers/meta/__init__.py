"""Meta: the export of Ads Manager at any level, in any language of its screen.

In: the account, campaigns, ad sets or ads as csv or xlsx. Out: ``ad`` rows, one per day or period and name. The
columns are data, in the format file beside this one; ``zhanggui.readers`` finds and reads it.
"""
