"""A page that is text without markup."""
