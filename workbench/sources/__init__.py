"""What people said: documents, turns, speakers, cases, surveys, consent as it was given, who was asked."""
