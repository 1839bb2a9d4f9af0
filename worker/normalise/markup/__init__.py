"""A page of HTML: its runs of text, and which of them are the story."""
