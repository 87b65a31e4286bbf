"""Filters of the register of findings; all of them live in the URL."""

import django_filters as filters
from django import forms
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, When
from django.utils import timezone

from audits.finding_measures import AGES, STEPS, registered_between
from audits.models import Action, Criterion, EffectivenessCheck, Finding, RootCause
from audits.models.criterion import Subject
from audits.models.finding import COUNTED, NONCONFORMITIES, Branch, Grade
from roadmap.models import Association, Employee, Roadmap
from roadmap.models.association import Focus
from vsoko import sorting
from vsoko.forms import PlainForm

S = Finding.State
COUNTS = (
    ("", "Все", Q()),
    ("draft", "Черновики", Q(state=S.DRAFT)),
    ("open", "Открытые", Q(state__in=Finding.OPEN)),
    ("unread", "Ждут ознакомления", Q(state=S.OPEN)),
    ("disputed", "Разногласие", Q(state=S.DISPUTED)),
    ("unplanned", "Ждут плана", Q(state=S.ACKNOWLEDGED)),
    ("acting", "Устраняются", Q(state__in=[S.PLANNED, S.IN_PROGRESS])),
    ("checking", "На проверке", Q(state=S.VERIFYING)),
    ("closed", "Закрытые", Q(state=S.CLOSED)),
    ("withdrawn", "Снятые", Q(state=S.WITHDRAWN)),
    ("other", "Наблюдения", Q(state__in=[S.RECORDED, S.ACCEPTED, S.DECLINED])),
)


NONE = "none"  # in the URL: what has no association, criterion, section or cause
BOTH = "nonconformity"
COLUMNS = {
    "due": ("срок", ("due_on", *COUNTED)),
    "number": ("номер", COUNTED),
    "grade": ("класс", ("severity", "due_on")),
    "subject": ("объект", ("association__name", "due_on")),
    "state": ("состояние", ("progress", "due_on")),
    "found": ("зарегистрировано", ("registered_on", *COUNTED)),
}
PLAIN, MORE = (
    ("q", "association", "grade", "year", "responsible", "overdue"),
    ("section", "criterion", "branch", "step", "age", "repeat", "acted", "subject", "focus", "since", "until", "sort"),
)
DAYS_IN_ORDER = "Первый день позже последнего: поменяйте дни местами."


def named_sections(user):
    """Return the sections that the findings of this person have."""
    rows = Finding.objects.visible_to(user).exclude(section="").order_by("section")
    return [*((name, name) for name in rows.values_list("section", flat=True).distinct()), (NONE, "без раздела")]


def found_criteria(user):
    found = Finding.objects.visible_to(user).exclude(criterion=None).values("criterion")
    return [*pairs(Criterion.objects.visible_to(user).filter(pk__in=found)), (NONE, "без критерия")]


def pairs(rows):
    return [(row.pk, str(row)) for row in rows]


OFFERED = {
    "association": lambda user: [*pairs(Association.objects.visible_to(user)), (NONE, "вне МО")],
    "year": lambda user: [(row.pk, row.label) for row in Roadmap.objects.visible_to(user)],
    "responsible": lambda user: pairs(Employee.objects.visible_to(user)),
    "criterion": found_criteria,
    "section": named_sections,
}


def in_turn(field, values):
    """Return an expression that sorts by the order in which the choices are written."""
    return Case(
        *(When(**{field: value}, then=place) for place, value in enumerate(values)), output_field=IntegerField()
    )


def all_actions_done():
    """Return the condition: planned actions are there, and each has its day of doing."""
    planned = Action.objects.filter(finding=OuterRef("pk")).exclude(state__in=Action.UNCOUNTED)
    return Q(Exists(planned), ~Exists(planned.filter(done_on=None)), registered_on__isnull=False)


class FindingFilterForm(PlainForm):
    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("since", DAYS_IN_ORDER)
        return data


class FindingFilter(filters.FilterSet):
    q = filters.CharFilter(label="Слово или номер", method="by_word")
    association = filters.ChoiceFilter(label="МО", method="by_association")
    grade = filters.ChoiceFilter(
        label="Класс", choices=[(BOTH, "любое несоответствие"), *Grade.choices], method="by_grade"
    )
    year = filters.ChoiceFilter(label="Год", field_name="audit__roadmap")
    responsible = filters.ChoiceFilter(label="Кто отвечает", method="by_responsible")
    overdue = filters.BooleanFilter(
        label="Срок",
        method="by_overdue",
        widget=forms.Select(choices=[("", "любой"), ("true", "просрочен")]),
    )
    section = filters.ChoiceFilter(label="Раздел", method="by_section")
    criterion = filters.ChoiceFilter(label="Критерий", method="by_criterion")
    branch = filters.ChoiceFilter(
        label="Где причина", choices=[*Branch.choices, (NONE, "не установлена")], method="by_branch"
    )
    step = filters.ChoiceFilter(
        label="Дошло до шага", choices=[(key, word.lower()) for key, word, _ in STEPS], method="by_step"
    )
    age = filters.ChoiceFilter(label="Открыто", choices=[(key, word) for key, word, *_ in AGES], method="by_age")
    repeat = filters.BooleanFilter(
        label="Повторные",
        method="by_repeat",
        widget=forms.Select(choices=[("", "все"), ("true", "только повторные")]),
    )
    acted = filters.BooleanFilter(
        label="Действия",
        method="by_acted",
        widget=forms.Select(choices=[("", "любые"), ("true", "все выполнены")]),
    )
    subject = filters.ChoiceFilter(label="Что проверялось", field_name="audit__subject", choices=Subject.choices)
    focus = filters.ChoiceFilter(
        label="Направленность программы", field_name="course_programme__focus", choices=Focus.choices
    )
    since = filters.DateFilter(label="Зарегистрировано с", field_name="registered_on", lookup_expr="gte")
    until = filters.DateFilter(label="Зарегистрировано по", field_name="registered_on", lookup_expr="lte")
    sort = filters.ChoiceFilter(label="Порядок", choices=sorting.choices(COLUMNS), method="by_sort")
    state = filters.CharFilter(method="by_state", widget=forms.HiddenInput)
    marked = filters.CharFilter(method="by_marked", widget=forms.HiddenInput)

    class Meta:
        model = Finding
        fields = []
        form = FindingFilterForm

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.known = {}
        for name in OFFERED:
            # A function of its own, not a bound method: a form copies its fields, and would copy the request with it.
            self.filters[name].extra["choices"] = lambda name=name: self.offered(name)

    def offered(self, name):
        """Return what a person may choose from; read once, for the check of the choice and for its list alike."""
        if name not in self.known:
            self.known[name] = list(OFFERED[name](self.user))
        return self.known[name]

    @property
    def plain(self):
        """Return the fields that always stand above the list; the others are folded away."""
        return [self.form[name] for name in PLAIN]

    @property
    def more(self):
        return [self.form[name] for name in MORE]

    @property
    def asks_more(self):
        return any(self.form[name].data for name in MORE)

    @property
    def chosen(self):
        """Return what is chosen and makes sense: {filter: value}."""
        if not self.is_bound:
            return {}
        self.form.is_valid()  # it is the check that fills the next line
        return self.form.cleaned_data

    @property
    def state_word(self):
        """Return the word of the chosen state, nothing where all are shown."""
        return next((word for key, word, _ in COUNTS if key and key == self.data.get("state")), "")

    @property
    def sorted_by(self):
        return self.chosen.get("sort") or next(iter(COLUMNS))

    def by_word(self, queryset, name, value):
        # `icontains` of SQLite does not fold Cyrillic case, so both spellings are asked for.
        forms_of = {value, value.lower(), value.capitalize()}
        found = Q()
        for word in forms_of:
            for field in ("number", "title", "fact", "criterion__code"):
                found |= Q(**{f"{field}__icontains": word})
        return queryset.filter(found)

    def by_grade(self, queryset, name, value):
        return queryset.filter(grade__in=NONCONFORMITIES if value == BOTH else [value])

    def by_association(self, queryset, name, value):
        return queryset.filter(association=None if value == NONE else value)

    def by_criterion(self, queryset, name, value):
        return queryset.filter(criterion=None if value == NONE else value)

    def by_responsible(self, queryset, name, person):
        """Who answers for the subject, carries out an action or checks the effect."""
        acts = Action.objects.filter(responsible=person).exclude(state=Action.State.CANCELLED).values("finding")
        checks = EffectivenessCheck.objects.filter(checker=person).values("finding")
        return queryset.filter(Q(audit__auditee=person) | Q(pk__in=acts) | Q(pk__in=checks))

    def by_overdue(self, queryset, name, value):
        return queryset.filter(state__in=Finding.OPEN, due_on__lt=timezone.localdate()) if value else queryset

    def by_section(self, queryset, name, value):
        return queryset.filter(section="" if value == NONE else value)

    def by_branch(self, queryset, name, value):
        latest = RootCause.objects.filter(finding=OuterRef("pk")).order_by("-id").values("branch")[:1]
        rows = queryset.filter(grade__in=NONCONFORMITIES).annotate(branch=Subquery(latest))
        return rows.filter(branch__isnull=True) if value == NONE else rows.filter(branch=value)

    def by_step(self, queryset, name, value):
        return queryset.filter(state__in=next(states for key, _, states in STEPS if key == value))

    def by_age(self, queryset, name, value):
        earliest, latest = registered_between(value, timezone.localdate())
        rows = queryset.filter(state__in=Finding.OPEN, registered_on__lte=latest)
        return rows.filter(registered_on__gte=earliest) if earliest else rows

    def by_repeat(self, queryset, name, value):
        return queryset.repeated() if value else queryset

    def by_acted(self, queryset, name, value):
        return queryset.filter(all_actions_done()) if value else queryset

    def by_sort(self, queryset, name, value):
        rows = queryset.annotate(severity=in_turn("grade", Grade.values), progress=in_turn("state", S.values))
        return sorting.in_order(rows, COLUMNS, value)

    def by_state(self, queryset, name, value):
        return queryset.filter({key: condition for key, _, condition in COUNTS}.get(value, Q()))

    def by_marked(self, queryset, name, value):
        """Rows marked one by one: their numbers, parted by dots."""
        return queryset.filter(pk__in=[int(pk) for pk in value.split(".") if pk.isdecimal() and len(pk) < 19])

    def counts(self):
        """Return the tabs of states with their numbers, counted by one query under the other filters."""
        data = self.data.copy()
        data.pop("state", None)
        rest = self.queryset.all()
        for name, value in self.chosen.items():
            if name not in ("state", "sort"):
                rest = self.filters[name].filter(rest, value)
        rest = rest.order_by()
        numbers = rest.aggregate(**{key or "all": Count("pk", filter=condition) for key, _, condition in COUNTS if key},
                                 all=Count("pk"))  # fmt: skip
        rows = []
        for key, label, _ in COUNTS:
            query = data.copy()
            query.pop("page", None)
            if key:
                query["state"] = key
            rows.append(
                {"label": label, "n": numbers[key or "all"], "url": f"?{query.urlencode()}",
                 "current": self.data.get("state", "") == key}
            )  # fmt: skip
        return rows
