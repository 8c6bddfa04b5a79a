"""Records of partners, a row a person or an event, counted into figures by a definition; they stay where they are."""
