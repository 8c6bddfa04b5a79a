"""What somebody took back, found wherever it stands and gone for good."""
