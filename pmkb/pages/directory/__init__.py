"""Status pages about people and links, one module each."""
