"""Exports: a run of a shop comes in, files as the platforms write them go out; `world` calls it.

One file per report family; nothing here decides anything about the shop.
"""
