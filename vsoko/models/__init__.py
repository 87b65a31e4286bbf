from vsoko.models.calendar import CalendarPeriod
from vsoko.models.copy import Copy
from vsoko.models.history import HistoryEntry
from vsoko.models.kept_form import KeptForm
from vsoko.models.notification import Notification
from vsoko.models.refusal import Refusal
from vsoko.models.rendering import Rendering
from vsoko.models.saved_filter import SavedFilter
from vsoko.models.school import School, SchoolOwned, SchoolQuerySet
from vsoko.models.search import SearchEntry
from vsoko.models.second_factor import ReserveCode, SecondFactor
from vsoko.models.session import Session
from vsoko.models.stored_file import StoredFile
from vsoko.models.user import User
from vsoko.models.worker_sign import WorkerSign

__all__ = [
    "CalendarPeriod",
    "Copy",
    "HistoryEntry",
    "KeptForm",
    "Notification",
    "Refusal",
    "Rendering",
    "ReserveCode",
    "SavedFilter",
    "School",
    "SchoolOwned",
    "SchoolQuerySet",
    "SearchEntry",
    "SecondFactor",
    "Session",
    "StoredFile",
    "User",
    "WorkerSign",
]
