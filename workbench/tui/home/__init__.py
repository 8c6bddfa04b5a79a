"""The home screen: recent projects, a new one, the demonstration, the guide."""
