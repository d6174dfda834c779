"""The forms in which the product is delivered."""
