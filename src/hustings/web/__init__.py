"""The site: pages by audience, each one sentence about where a thing stands and what can be done next."""
