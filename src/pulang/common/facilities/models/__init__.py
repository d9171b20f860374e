"""The tables of the register: facilities and their figures, the staff roll, and files that wait to be checked."""

from pulang.common.facilities.models.register import (
    Facility,
    FacilityCount,
    FacilityImport,
    FacilityUpload,
    Grade,
    StaffStrength,
)
from pulang.common.facilities.models.staff import Officer, Sex, StaffList, StaffPosting, StaffUpload

__all__ = [
    "Facility",
    "FacilityCount",
    "FacilityImport",
    "FacilityUpload",
    "Grade",
    "Officer",
    "Sex",
    "StaffList",
    "StaffPosting",
    "StaffStrength",
    "StaffUpload",
]
