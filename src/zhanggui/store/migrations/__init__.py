"""Changes of the journal's tables, one numbered script each; the journal applies them when it is opened."""
