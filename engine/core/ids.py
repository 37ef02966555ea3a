"""Names of things: one type per kind of identity."""

from typing import NewType

CaseId = NewType("CaseId", str)
SopId = NewType("SopId", str)
StepId = NewType("StepId", str)
"""A row of the SOP's matrix; unique in its SOP."""
NodeId = NewType("NodeId", str)
"""A step, a fork, a join or `END`: any place a token can go."""
RoleId = NewType("RoleId", str)
PersonId = NewType("PersonId", str)
UnitId = NewType("UnitId", str)
OutcomeId = NewType("OutcomeId", str)
FieldId = NewType("FieldId", str)
ActivationId = NewType("ActivationId", int)
"""One activation of a step, numbered within its case from 1; never used twice."""
AssignmentId = NewType("AssignmentId", int)
"""A dated assignment of a person to a role; numbered over the whole directory, from 1."""
SubstitutionId = NewType("SubstitutionId", int)
"""A substitution; numbered in the same row as assignments and absences."""
DeviationId = NewType("DeviationId", str)
"""A departure from the SOP, named within its case by the fact it is: the same fact, the same id."""

END = NodeId("end")
"""Where a case ends. Reserved: no step may carry this name."""
