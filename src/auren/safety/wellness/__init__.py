"""General wellness: what may be said, as rules, packs of words and a filter."""
