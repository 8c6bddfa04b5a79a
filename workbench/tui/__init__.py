"""The terminal app: screens that ask and show, and nothing that decides."""
