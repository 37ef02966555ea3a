"""The pages, and the composition root that puts pages and interface together."""
