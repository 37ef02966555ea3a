"""What automated steps do, one file each. An action reaches out; the engine writes down.

Nothing here knows the database: an action is given facts and gives back an outcome, which is
recorded with all that belongs to it (a number, documents, notices) in one transaction.
"""
