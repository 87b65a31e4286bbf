"""Which card a page is about, and what cards of this kind ask in the school."""

from django.utils.functional import cached_property

from audits.card_kinds import kind_for, kinds
from audits.forms.cards import course_groups, offered
from audits.models.sampling import CardKind
from vsoko.views.generic import SchoolPageMixin


def capital(text):
    return text[:1].upper() + text[1:]


class AsksOfKind:
    """Reads what the cards of the school ask; `audit` and `kind` come from the page."""

    audit = kind = None

    @cached_property
    def kinds(self):
        return kinds(self.audit.school_id)

    @property
    def asked(self):
        return self.kinds[self.kind]


class ChosenKind(AsksOfKind, SchoolPageMixin):
    """`?kind=journal&course=3&item=77`: which card it is, about which sampled programme, begun from which question."""

    @cached_property
    def first(self):
        wanted = self.request.GET.get("item", "")
        return next((item for item in self.items if str(item.pk) == wanted), None)

    @cached_property
    def kind(self):
        wanted = self.request.GET.get("kind", "")
        if wanted in CardKind.values:
            return wanted
        return kind_for(self.kinds, self.first) if self.first else next(iter(self.kinds))

    @cached_property
    def courses(self):
        """Return [course programme or None] whose questions this kind of card feeds."""
        found = [course for course, items in course_groups(self.items).items() if offered(self.asked, items)]
        return found or [None]

    @cached_property
    def course(self):
        if self.first:
            return self.first.course_programme
        wanted = self.request.GET.get("course", "")
        return next((course for course in self.courses if course and str(course.pk) == wanted), self.courses[0])

    def shown(self):
        items = [item for item in self.items if item.course_programme == self.course]
        return offered(self.asked, items, self.first)

    def address(self, kind, course=None):
        """Return the end of the address of another kind, or of another programme."""
        about = f"&item={self.first.pk}" if self.first else f"&course={course.pk}" if course else ""
        return f"?kind={kind}{about}"

    def tabs(self):
        """Return the links that change the kind, and those that change the programme where there are several."""
        named = [(kind, CardKind(kind).label) for kind in self.kinds]
        courses = self.courses if len(self.courses) > 1 and not self.first else []
        return {
            "kinds": [(capital(label), self.address(kind), kind == self.kind) for kind, label in named],
            "courses": [
                (str(course or "Вопросы объединения"), self.address(self.kind, course), course == self.course)
                for course in courses
            ],
        }
