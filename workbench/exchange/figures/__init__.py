"""Tables of figures in the layouts that publishers and partners send: each layout gives a map, one engine reads by it."""
