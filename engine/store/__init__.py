"""Where cases are kept: the log of events, its views, the outbox. All SQL of Alur is here."""
