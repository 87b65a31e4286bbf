from audits.models.analysis import AnalysisSection, AnnualAnalysis, ImprovementItem
from audits.models.audit import Audit, AuditTeamMember
from audits.models.checklist import AnswerDraft, ChecklistItem
from audits.models.corrective import Action, ActionDueChange, CorrectivePlan
from audits.models.criterion import ChecklistTemplate, Criterion, CriterionEdition, TemplateCriterion
from audits.models.effectiveness import EffectivenessCheck
from audits.models.evidence import Evidence
from audits.models.exemption import Exemption
from audits.models.finding import Finding, RootCause
from audits.models.free_answer import FreeAnswer, Wish
from audits.models.goal import DevelopmentGoal, GoalTarget
from audits.models.indicator import Indicator, Measurement
from audits.models.past_import import PastImport
from audits.models.programme import AuditProgramme
from audits.models.progress import ActionHandover, ActionNote
from audits.models.publication import AnalysisPublication
from audits.models.request import DocumentRequest, RequestLine
from audits.models.sampling import CardLine, Sample, SamplingCard
from audits.models.selfcheck import OwnDraft, SelfAnswer, SelfCheck
from audits.models.survey import GivenAnswer, Response, Survey, SurveyQuestion
from audits.models.timetable import AuditMeeting
from audits.models.values_import import ValuesImport
from audits.models.words import CardWords, CauseWords

__all__ = [
    "Action",
    "ActionDueChange",
    "ActionHandover",
    "ActionNote",
    "AnalysisPublication",
    "AnalysisSection",
    "AnnualAnalysis",
    "AnswerDraft",
    "Audit",
    "AuditMeeting",
    "AuditProgramme",
    "AuditTeamMember",
    "CardLine",
    "CardWords",
    "CauseWords",
    "ChecklistItem",
    "ChecklistTemplate",
    "CorrectivePlan",
    "Criterion",
    "CriterionEdition",
    "DevelopmentGoal",
    "DocumentRequest",
    "EffectivenessCheck",
    "Evidence",
    "Exemption",
    "Finding",
    "FreeAnswer",
    "GivenAnswer",
    "GoalTarget",
    "ImprovementItem",
    "Indicator",
    "Measurement",
    "OwnDraft",
    "PastImport",
    "RequestLine",
    "Response",
    "RootCause",
    "Sample",
    "SamplingCard",
    "SelfAnswer",
    "SelfCheck",
    "Survey",
    "SurveyQuestion",
    "TemplateCriterion",
    "ValuesImport",
    "Wish",
]
