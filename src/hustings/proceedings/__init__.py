"""Selections, readoptions and petitions: their stages, and the only ways between them."""
