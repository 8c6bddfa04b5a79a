"""Tables of codes from other programs: coded segments of texts, and coded answers."""
