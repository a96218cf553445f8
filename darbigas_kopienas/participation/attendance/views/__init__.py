"""On the day: the list to tick, the paper and its photograph, the code on the wall, one's own code."""
