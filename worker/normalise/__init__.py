"""From a raw page to what it says: the fields of an article, or why it is none. Pure."""
