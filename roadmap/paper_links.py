"""Where papers are begun from: the record whose facts they are made of, an association, a row of the roadmap."""

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Association, Document, DocumentKind, Roadmap
from roadmap.models.activity import Stage
from roadmap.permissions import Role, rights
from roadmap.placeholders import source_for
from vsoko import registries

MINUTES, SELF_EXAMINATION = "D04", "D14"
MOST_SUBJECTS = 100
# What a row asks for beside the paper or the form that its own button leads to (domain text, section 1.2).
BESIDE = {
    Stage.CONSULTATION: (MINUTES,),
    Stage.AUDITS: (SELF_EXAMINATION,),
    Stage.PLANS: (MINUTES,),
    Stage.ANALYSIS: (MINUTES,),
}
OF_ASSOCIATIONS = (Stage.CONSULTATION, Stage.PLANS)


def made_of(user, record, **query):
    """Return [{label, url}] of the papers that the user may make of a record; asks nothing where there are none.

    `query` goes with the address: the row of the year that the paper belongs to.
    """
    offered = [
        (key, code)
        for key, source in registries.paper_sources.items()
        if isinstance(record, source.model)
        for code in source.kinds
        if source.may(user, record, code)
    ]
    if not offered:
        return []
    titles = dict(DocumentKind.objects.filter(school=user.school_id).values_list("code", "title"))
    return [
        {"label": titles[code], "url": create_url(code, about=f"{key}-{record.pk}", **query)}
        for key, code in offered
        if code in titles
    ]


def is_about_a_record(code):
    """Return whether papers of the kind are made from the facts of a record."""
    return any(code in source.kinds for source in registries.paper_sources.values())


def subjects_of(user, code):
    """Return [{label, url}] of the records that the user may make such a paper of and that have none yet, newest first."""
    found = []
    for key, source in registries.paper_sources.items():
        if code not in source.kinds:
            continue
        made = Document.objects.filter(
            school=user.school_id, kind__code=code, about_type=ContentType.objects.get_for_model(source.model)
        ).exclude(state__in=(Document.State.ANNULLED, Document.State.SUPERSEDED))
        if source.model is Association:  # it has such a paper every year
            made = made.filter(roadmap=Roadmap.objects.visible_to(user).current(timezone.localdate()))
        rows = source.visible(user).exclude(pk__in=made.exclude(about_id=None).values("about_id")).order_by("-pk")
        found += [
            {"label": source.label(record), "url": create_url(code, about=f"{key}-{record.pk}")}
            for record in rows[:MOST_SUBJECTS]
            if source.may(user, record, code)
        ]
    return found


def made_about(record, user):
    """Return the papers made of the record that the user sees, annulled ones left out, the newest first."""
    about = ContentType.objects.get_for_model(record)
    papers = Document.objects.visible_to(user).filter(about_type=about, about_id=record.pk)
    return papers.exclude(state=Document.State.ANNULLED).order_by("-id")


def about_link(user, document):
    """Return {label, url} of the record that the paper is made of, without address where the user may not open it."""
    if document.about_id is None:
        return None
    seen = read_about(document, user)
    return {"label": str(document.about), "url": seen.get_absolute_url() if seen else ""}


def read_about(document, user):
    """Read the record that the paper is made of with its relations, and return it; None where the user may not open it."""
    source = document.about_id and source_for(document.about_type.model_class(), document.kind.code)
    # What a text asks of it is read when it asks.
    seen = source and source.visible(user).prefetch_related(None).filter(pk=document.about_id).first()
    if seen:
        document.about = seen
    return seen or None


def beside_row(user, row):
    """Return [{label, url}] of further papers of a row, for whoever prepares them."""
    codes = BESIDE.get(row.stage, ())
    kinds = DocumentKind.objects.filter(school=user.school_id, code__in=codes) if codes else []
    found = []
    for kind in kinds:
        if not rights(user).has(*kind.prepared_by):
            continue
        # A chair holds the meeting of an association, whose members and name are known.
        own = _own_associations(user) if kind.code == MINUTES and row.stage in OF_ASSOCIATIONS else []
        found += [
            {"label": f"{kind.title}: {one}", "url": create_url(kind.code, association=one.pk, activity=row.pk)}
            for one in own
        ] or [{"label": kind.title, "url": create_url(kind.code, activity=row.pk)}]
    return found + _of_own_associations(user, row)


def _own_associations(user):
    if not rights(user).has(Role.CHAIR):
        return []
    return list(Association.objects.filter(pk__in=rights(user).associations[Role.CHAIR], closed_on=None))


def _of_own_associations(user, row):
    """A chair sums up the year of the association where the year's audits and their consequences stand."""
    if row.stage not in (Stage.AUDITS, Stage.ELIMINATION):
        return []
    return [
        {"label": f"{paper['label']}: {one}", "url": paper["url"]}
        for one in _own_associations(user)
        for paper in made_of(user, one, activity=row.pk)
    ]


def prepared_kinds(user, codes):
    """Return which of these kinds of papers the user prepares, by code."""
    kinds = DocumentKind.objects.filter(school=user.school_id, code__in=codes)
    return {kind.code for kind in kinds if rights(user).has(*kind.prepared_by)}


def may_prepare(user, code):
    return code in prepared_kinds(user, [code])


def create_url(code, **query):
    pairs = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('document-create', args=[code])}?{pairs}"
