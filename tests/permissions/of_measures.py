"""Measures of the improvement plan behind their addresses."""

from tests.builders.audits import make_analysis, make_measure
from tests.builders.roadmap import make_year
from tests.permissions.of_audits import by_year
from tests.permissions.subjects import WHY, of, shared


def declined(world):
    pk = shared(world, make_measure, ("proposed",)).pk
    return {"measure": pk, f"m{pk}-decision": "decline", f"m{pk}-comment": "Нет средств."}


def measure_signed_later(world):
    """Return a signed measure whose next roadmap is in force already."""
    following = make_year(world)
    item = make_measure(world, "approved")
    following.predecessor = item.analysis.roadmap
    following.save(update_fields=["predecessor"])
    return item


def measure(world):
    return {"text": "Обучить аудиторов.", "source_text": "Вывод 3", "responsible": world.teacher.employee.pk}


SUBJECTS = {
    "improvement-list": of(make_analysis, "draft", args=by_year),
    "improvement-list approved": of(make_analysis, "approved", args=by_year),
    "improvement-create": of(make_analysis, "draft", args=by_year, typed=measure),
    "improvement-edit": of(make_measure, "proposed", typed=measure),
    "improvement-decide": of(
        make_measure, "proposed", args=lambda record: [record.analysis.roadmap_id], typed=declined
    ),
    "improvement-decline": of(make_measure, "proposed", typed=WHY),
    "improvement-later": of(measure_signed_later, args=lambda record: [record.analysis.roadmap_id]),
}
