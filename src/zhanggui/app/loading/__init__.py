"""Reading files into the books.

`intake` (one table into the books), `bundles` (small files read together), `whose` (whose file it is), `unchanged`
(files that need not be opened), `again` (files of the archive, read once more).
"""
