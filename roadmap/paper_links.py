"""Where papers are begun from: the record whose facts they are made of, an association, a row of the roadmap."""

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from roadmap.models import Association, Document, DocumentKind
from roadmap.models.activity import Stage
from roadmap.permissions import Role, rights
from roadmap.placeholders import source_of
from vsoko import registries

MINUTES, SELF_EXAMINATION = "D04", "D14"
# What a row asks for beside the paper or the form that its own button leads to (domain text, section 1.2).
BESIDE = {
    Stage.CONSULTATION: (MINUTES,),
    Stage.AUDITS: (SELF_EXAMINATION,),
    Stage.PLANS: (MINUTES,),
    Stage.ANALYSIS: (MINUTES,),
}


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


def made_about(record, user):
    """Return the papers made of the record that the user sees, annulled ones left out, the newest first."""
    about = ContentType.objects.get_for_model(record)
    papers = Document.objects.visible_to(user).filter(about_type=about, about_id=record.pk)
    return papers.exclude(state=Document.State.ANNULLED).order_by("-id")


def about_link(user, document):
    """Return {label, url} of the record that the paper is made of, without address where the user may not open it."""
    record = document.about
    if record is None:
        return None
    source = source_of(record, document.kind.code)
    seen = source is not None and source.visible(user).filter(pk=record.pk).exists()
    return {"label": str(record), "url": record.get_absolute_url() if seen else ""}


def beside_row(user, row):
    """Return [{label, url}] of further papers of a row, for whoever prepares them."""
    codes = BESIDE.get(row.stage, ())
    kinds = DocumentKind.objects.filter(school=user.school_id, code__in=codes) if codes else []
    return [
        {"label": kind.title, "url": create_url(kind.code, activity=row.pk)}
        for kind in kinds
        if rights(user).has(*kind.prepared_by)
    ] + _of_own_associations(user, row)


def _of_own_associations(user, row):
    """A chair sums up the year of the association where the year's audits and their consequences stand."""
    if row.stage not in (Stage.AUDITS, Stage.ELIMINATION) or not rights(user).has(Role.CHAIR):
        return []
    own = Association.objects.filter(pk__in=rights(user).associations[Role.CHAIR], closed_on=None)
    return [
        {"label": f"{paper['label']}: {one}", "url": paper["url"]}
        for one in own
        for paper in made_of(user, one, activity=row.pk)
    ]


def may_prepare(user, code):
    kind = DocumentKind.objects.filter(school=user.school_id, code=code).first()
    return kind is not None and rights(user).has(*kind.prepared_by)


def create_url(code, **query):
    pairs = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('document-create', args=[code])}?{pairs}"
