"""A demonstration: made-up people serve made-up requests under the real rules."""
