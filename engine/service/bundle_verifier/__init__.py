"""The verifier that travels in every bundle: one file, which imports nothing of Alur."""
