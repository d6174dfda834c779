"""Status pages about the product, one module each."""
