"""A package, so that its browser is closed before tests elsewhere start, which may use asyncio."""
