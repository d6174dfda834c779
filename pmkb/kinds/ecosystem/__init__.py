"""Who grows with the product: partners."""
