"""The shop folder: settings, the raw archive, the books in generations, the journal and their migrations.

Canonical rows and decisions come in and are kept in one transaction; paths of the current books and stored
records go out. `app` calls it.
"""
