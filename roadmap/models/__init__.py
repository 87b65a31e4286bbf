from roadmap.models.acknowledgement import Acknowledgement
from roadmap.models.activity import Activity, ActivityEvidence, ActivityResponsible
from roadmap.models.appointment import Appointment, WorkingGroup
from roadmap.models.association import Association, AssociationMember
from roadmap.models.consultation import Consultation
from roadmap.models.course_programme import CourseProgramme
from roadmap.models.document import Document
from roadmap.models.document_item import DocumentItem, DocumentItemDueChange
from roadmap.models.document_kind import DocumentKind, NumberSeries
from roadmap.models.edition import Edition
from roadmap.models.employee import Employee
from roadmap.models.legal_act import LegalAct
from roadmap.models.proposal import Proposal
from roadmap.models.roadmap import Roadmap
from roadmap.models.roster_import import RosterImport
from roadmap.models.skeleton import Skeleton
from roadmap.models.training import Training
from roadmap.models.visa import Visa
from roadmap.models.year_folder import YearFolder

__all__ = [
    "Acknowledgement",
    "Activity",
    "ActivityEvidence",
    "ActivityResponsible",
    "Appointment",
    "Association",
    "AssociationMember",
    "Consultation",
    "CourseProgramme",
    "Document",
    "DocumentItem",
    "DocumentItemDueChange",
    "DocumentKind",
    "Edition",
    "Employee",
    "LegalAct",
    "NumberSeries",
    "Proposal",
    "Roadmap",
    "RosterImport",
    "Skeleton",
    "Training",
    "Visa",
    "WorkingGroup",
    "YearFolder",
]
