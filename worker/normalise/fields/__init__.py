"""A page's fields out of structured data, markup and lines, each asked of the likeliest place first."""
