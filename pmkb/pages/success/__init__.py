"""Status pages about success, one module each."""
