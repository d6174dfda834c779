"""The tests of pmkb: cases with their findings written in them, units, properties, real documents."""
