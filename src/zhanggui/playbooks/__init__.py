"""The plays: facts and settings come in, proposed actions go out; one file per class of problem.

The folders follow the operator's loop. `app` runs the plays of the tuple that lists them and ranks what they
propose.
"""
