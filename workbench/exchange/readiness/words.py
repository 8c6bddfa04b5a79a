"""What a readiness sheet says and by which words it is read again: headings, labels and its number."""

from __future__ import annotations

import re

NUMBER = "Number of this sheet, please leave it as it is: "
"""Before the wording and the number by which a sheet is known again."""
NUMBERED = re.compile(re.escape(NUMBER.strip()) + r"\s*(\d+)\.([0-9a-f-]{36})")
POST, DAY = "Your post, not your name", "The day"
THEME, STATEMENT, LEVEL, EVIDENCE = "It is about", "Statement", "Where you are now", "What shows it"
EVIDENCE_HEADING = f"{EVIDENCE} (needed from “written down” on)"
RESPONDENT = {"manager": "Manager", "practitioner": "Practitioner"}
"""What the sheet of each respondent is called."""
