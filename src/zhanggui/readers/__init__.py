"""Export files come in; canonical rows, and an issue for every row or file that was refused, go out.

One folder per platform family holds that platform's columns as data; recognition, encodings and quirks are
shared. `app` calls it and hands the rows to `store`.
"""
