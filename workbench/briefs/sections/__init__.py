"""The sections of a brief, one a file: each is laid out from what was read and what the door let through."""
