"""What one line of text is, and what a few lines together say: no markup is asked here."""
