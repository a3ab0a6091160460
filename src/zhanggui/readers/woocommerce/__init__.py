"""WooCommerce: the product export.

In: the csv of Products > Export. Out: ``listing`` rows. The columns are data, in the format file beside this one;
``zhanggui.readers`` finds and reads it.
"""
