"""May this be quoted, shown, kept? Consent rules, audiences, small numbers, and the register of what has left."""
