"""Papers: draft, the page of one. Their steps are in `document_steps`, readers in `acknowledgements`."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from roadmap import document_workflow as workflow
from roadmap.citing import outdated_in
from roadmap.document_pages import following, next_step, steps_of, who_decides
from roadmap.forms.documents import CHOSEN, NOBODY, DocumentForm, ItemFormSet
from roadmap.models import Activity, Association, Document, DocumentItem, DocumentKind, Employee, Roadmap
from roadmap.paper_links import about_link, made_of
from roadmap.services.content import POINTS, VISAS, kept_edition, printed_as, read_owner
from roadmap.services.drafts import create_document, edit_document, prepares
from roadmap.services.numbering import date_remarks
from roadmap.services.starting import skeletons_of, start_of
from roadmap.sheet import sheet_of
from vsoko import registries
from vsoko.models import HistoryEntry
from vsoko.views.generic import SchoolDetailView, ServiceFormView
from vsoko.views.rendering import panel, panel_of
from vsoko.workflow import TransitionError

NO_POINTS = Prefetch("items", DocumentItem.objects.none())


class DraftView(ServiceFormView):
    """A form of words, readers and points. «Ещё пункты» comes back with all that was typed and more blank points."""

    form_class = DocumentForm
    template_name = "roadmap/document_form.html"
    submit_label = "Сохранить черновик"

    def load_people(self):
        self.people = list(Employee.objects.visible_to(self.request.user))

    def get_form_kwargs(self):
        shared = {"school": self.request.user.school, "people": self.people}
        return super().get_form_kwargs() | shared | {"kind": self.kind, "user": self.request.user}

    def get_points(self):
        data = self.request.POST if self.request.method == "POST" else None
        return self.make_points(data, self.initial_points())

    def make_points(self, data, initial):
        shared = {"school": self.request.user.school, "people": self.people}
        return ItemFormSet(data, prefix="items", initial=initial, form_kwargs=shared)

    def post(self, request, *args, **kwargs):
        form, self.points = self.get_form(), self.get_points()
        if "more" in request.POST:
            self.points = self.make_points(None, [typed_in(point) for point in self.points])
            return self.render_to_response(self.get_context_data(form=self.as_typed(form)))
        if form.is_valid() and self.points.is_valid() and self.somebody_reads(form):
            return self.form_valid(form)
        return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("points", getattr(self, "points", None) or self.get_points())
        return super().get_context_data(kind=self.kind, **kwargs)

    def somebody_reads(self, form):
        """Return whether the chosen audience has people in it; what is wrong is said beside the choice."""
        wrong = form.nobody_to_read(self.readers_of(form))
        if wrong:
            form.add_error("audience", wrong)
        return not wrong

    def readers_of(self, form):
        named = [point["responsible"] for point in self.points.points() if point["responsible"]]
        return form.readers(named)

    def as_typed(self, form):
        """Return the form with what was typed, before anybody has asked whether it is right."""
        given = {name: value for name, value in self.get_form_kwargs().items() if name not in ("data", "files")}
        return self.form_class(**given | {"initial": typed_in(form)})


def typed_in(form):
    return {field.name: field.value() for field in form}


class DocumentCreateView(DraftView):
    """A new draft from the school's skeleton, complete with what is known: of a row of the roadmap (`activity`), of an
    association, or of the record that it is `about` («audit-12»). `variant` takes another skeleton of the kind.
    """

    def load(self):
        kinds = DocumentKind.objects.select_related("school")
        self.record = self.get_record()
        self.kind = self.visible(kinds if self.record else kinds.filter(by_hand=True), code=self.kwargs["code"])
        self.activity = self.named("activity", Activity.objects.select_related("roadmap"))
        self.association = self.named("association", Association.objects.filter(closed_on=None))
        roadmaps = Roadmap.objects.visible_to(self.request.user)
        self.roadmap = self.activity.roadmap if self.activity else roadmaps.current(timezone.localdate())

    def named(self, parameter, rows):
        wanted = self.request.GET.get(parameter, "")
        return self.visible(rows, pk=int(wanted)) if wanted.isdecimal() else None

    def get_record(self):
        """Return the record of `?about=KEY-ID` that the user sees, or None; 404 where no such paper is made of it."""
        about = self.request.GET.get("about")
        if not about:
            return None
        key, _, pk = about.rpartition("-")
        source = registries.paper_sources.get(key)
        if source is None or self.kwargs["code"] not in source.kinds or not pk.isdecimal():
            raise Http404
        return get_object_or_404(source.visible(self.request.user), pk=pk)

    def check_right(self):
        if not prepares(self.request.user, self.kind, self.record):
            raise PermissionDenied("Документы этого вида готовят другие: см. «Виды документов».")
        self.load_people()
        self.skeletons = skeletons_of(self.kind)
        self.start = start_of(
            self.kind, roadmap=self.roadmap, activity=self.activity, association=self.association, record=self.record,
            variant=self.request.GET.get("variant"), skeletons=self.skeletons,
        )  # fmt: skip

    def get_heading(self):
        return f"{self.kind.title}: черновик"

    def get_initial(self):
        start = self.start
        return {
            "title": start.title, "text": start.text, "body_name": start.body_name, "signer": start.signer,
            "association": start.association, "activity": start.activity, "read_by": None,
            "audience": start.audience or NOBODY if start.readers is None else CHOSEN,
            "people": [person.pk for person in start.readers or []],
        }  # fmt: skip

    def initial_points(self):
        return self.start.items

    def get_cancel_url(self):
        for record in (self.record, self.association, self.activity):
            if record is not None:
                return record.get_absolute_url()
        return reverse("document-list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            skeleton=self.start.skeleton, others=[one for one in self.skeletons if one != self.start.skeleton], **kwargs
        )

    def act(self, form):
        start = self.start
        fields = {"roadmap": start.roadmap, "activity": start.activity, "association": start.association}
        if self.kind.numbering == DocumentKind.Numbering.OWNER:
            fields["number"] = start.number
        if not self.kind.approver_role:
            fields["signer"] = start.signer
        document = create_document(
            self.kind,
            actor=self.request.user,
            about=self.record,
            items=self.points.points(),
            readers=self.readers_of(form),
            read_by=form.cleaned_data["read_by"],
            **(fields | form.words()),
        )
        return document.get_absolute_url()


class DocumentEditView(DraftView):
    def load(self):
        self.object = self.visible(Document.objects.select_related("kind", "school"), pk=self.kwargs["pk"])
        self.kind = self.object.kind

    def check_right(self):
        if not workflow.drafts_document(self.request.user, self.object):
            raise PermissionDenied(workflow.DRAFTS)
        self.load_people()

    def get_heading(self):
        return f"{self.kind.title}: правка"

    def get_initial(self):
        document = self.object
        rows = list(document.acknowledgements.all())
        return {name: getattr(document, name) for name in ("title", "text", "body_name", "dated", "activity")} | {
            "signer": document.signer_id,
            "association": document.association_id,
            "audience": CHOSEN if rows else NOBODY,
            "people": [row.employee_id for row in rows],
            "read_by": rows[0].due_on if rows else None,
        }

    def initial_points(self):
        return [
            {"text": item.text, "responsible": item.responsible_id, "due_on": item.due_on, "condition": item.condition}
            for item in self.object.items.all()
        ]

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        draft = self.object.state == Document.State.DRAFT
        submitted = TransitionError("Документ уже передан: отзовите его для правки, потом меняйте.")
        return super().get_context_data(sentences=[] if draft else [submitted.message], **kwargs)

    def act(self, form):
        document = edit_document(
            self.object.pk,
            actor=self.request.user,
            items=self.points.points(),
            readers=self.readers_of(form),
            read_by=form.cleaned_data["read_by"],
            **form.words(),
        )
        return document.get_absolute_url()


class DocumentDetailView(SchoolDetailView):
    """The paper itself, what is expected of whoever looks, and everything around it."""

    model = Document
    template_name = "roadmap/document_detail.html"

    def get_queryset(self):
        related = (
            "kind",
            "school",
            "author__employee",
            "signer",
            "activity__roadmap",
            "roadmap",
            "scan",
            "supersedes",
            "association",
            "owner_type",
            "about_type",
        )
        points = Exists(DocumentItem.objects.filter(document=OuterRef("pk")))
        return Document.objects.select_related(*related).annotate(has_points=points)

    def get_heading(self):
        return self.object.title

    def get_context_data(self, **kwargs):
        document, user, today = self.object, self.request.user, timezone.localdate()
        # Most papers have none: then they are not asked for.
        prefetch_related_objects([document], POINTS if document.has_points else NO_POINTS, VISAS)
        items = document.items.all()
        readers = list(document.acknowledgements.select_related("employee", "recorded_by"))
        read_owner(document, user)
        about = about_link(user, document)
        # What is printed from its owner has no text of its own that could cite acts.
        cited = [] if document.owner_id else list(document.acts.select_related("replaced_by"))
        entries = list(HistoryEntry.objects.of(document)[:50])
        draft = document.state == Document.State.DRAFT
        moved = next((entry for entry in entries if draft and entry.from_state), None)
        returned = moved if moved and moved.comment else None
        remark = returned.comment if returned and returned == entries[0] else ""
        expected = next_step(document, user, items, readers, remark)
        kept = kept_edition(document)
        pdf = panel(kept) if kept else panel_of(*printed_as(document))
        if draft and "rendering" in pdf and pdf["rendering"].requested_at < entries[0].recorded_at:
            pdf = {"request_url": pdf["request_url"]}  # ordered before the last change: it shows other words
        made, newer = following(document, user)
        return super().get_context_data(
            entries=entries,
            about=about,
            made=made,
            offered=[] if made else made_of(user, document),
            returned=returned,
            decides=None if document.approved_on else who_decides(document),
            may_ask=document.state not in (Document.State.SUPERSEDED, Document.State.ANNULLED)
            and not document.is_for_few,
            sheet=sheet_of(document),
            given=[item for item in items if item.state != item.State.PROPOSED],
            readers=readers,
            readers_left=[row for row in readers if row.done_on is None],
            done_count=sum(row.done_on is not None for row in readers),
            remarks=[*date_remarks(document), *outdated_in(document, cited)],
            cited=cited,
            next=expected,
            acts=steps_of(document, user, expected),
            asks_to_read=workflow.asks_to_read(user, document),
            in_force=document.state in Document.IN_FORCE,
            newer=newer,
            today=today,
            pdf=pdf,
            **kwargs,
        )
