"""Did it work: an action, its forecast and the facts since then come in, a verdict goes out.

The verdict names its method's strength and may be `can't tell yet`. `app` stores it, and the next ranking
learns from the stored record.
"""
