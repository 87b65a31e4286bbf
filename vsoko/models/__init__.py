from vsoko.models.calendar import CalendarPeriod
from vsoko.models.history import HistoryEntry
from vsoko.models.notification import Notification
from vsoko.models.rendering import Rendering
from vsoko.models.saved_filter import SavedFilter
from vsoko.models.school import School, SchoolOwned, SchoolQuerySet
from vsoko.models.search import SearchEntry
from vsoko.models.stored_file import StoredFile
from vsoko.models.user import User
from vsoko.models.worker_sign import WorkerSign

__all__ = [
    "CalendarPeriod",
    "HistoryEntry",
    "Notification",
    "Rendering",
    "SavedFilter",
    "School",
    "SchoolOwned",
    "SchoolQuerySet",
    "SearchEntry",
    "StoredFile",
    "User",
    "WorkerSign",
]
