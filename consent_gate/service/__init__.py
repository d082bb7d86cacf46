"""The web, and only here: the public prompt pages and, on a bind of its own, the product API."""
