"""A place: its figures, what people from there say, where both meet, what nobody knows, what is planned about it."""
