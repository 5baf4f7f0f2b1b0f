"""The use cases on asyncio: queries, scripts, watchers; knows ports, never an adapter or a screen."""
