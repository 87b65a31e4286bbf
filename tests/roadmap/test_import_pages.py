"""A roadmap from a file through the pages: upload, preview, one confirmed step; nothing is stored of a bad one."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from roadmap.importing import parse
from roadmap.models import Activity, Edition, Roadmap
from roadmap.permissions import Role
from roadmap.services.documents import approve_document
from roadmap.services.editions import submit_edition
from tests.factories import make_school, make_user
from tests.roadmap.years import make_year, text
from vsoko.models import StoredFile

pytestmark = pytest.mark.django_db

SEED = Path(parse.__file__).parents[1] / "data" / "roadmap-school-463.txt"
CONFIRM = "roadmap-import-confirm"


@pytest.fixture
def deputy(client):
    deputy = make_user(make_school(), Role.DEPUTY_EDU)
    client.force_login(deputy)
    return deputy


def upload(client, content=None, name="карта.txt", label="2021"):
    file = SimpleUploadedFile(name, SEED.read_bytes() if content is None else content)
    return client.post(reverse("roadmap-import"), {"label": label, "upload": file})


def confirm(client, **fields):
    form = client.get(reverse(CONFIRM)).context["form"]
    stages = {name: form[name].initial for name in form.fields if name.startswith("stage_")}
    return client.post(reverse(CONFIRM), stages | fields)


def test_preview_shows_rows_as_understood_and_stores_none(client, deputy):
    assert upload(client).url == reverse(CONFIRM)
    page = text(client.get(reverse(CONFIRM)))
    for words in (
        "Решение о создании внутренней системы", "декабрь 2020 г., год определён", "май – декабрь 2021 г.",
        "Пункты 7 и 8 в исходном документе отсутствуют.", "Возможно, пропущен союз", str(deputy.employee).replace("\u00a0", " "),
        "заместитель директора по ВР: никто не назначен",
    ):  # fmt: skip
        assert words in page
    assert not Roadmap.objects.exists()


def test_confirmed_file_becomes_the_draft_of_its_year_and_stays_as_its_source(client, deputy):
    upload(client)
    response = confirm(client)
    roadmap = Roadmap.objects.get()
    assert response.url == roadmap.get_absolute_url()
    assert (roadmap.label, roadmap.state, roadmap.activities.count()) == ("2021", "draft", 10)
    assert roadmap.source_file.name == "карта.txt"
    answer = client.get(reverse("file-download", args=[roadmap.source_file_id]))
    assert b"".join(answer.streaming_content) == SEED.read_bytes()


def test_corrected_stage_is_taken(client, deputy):
    upload(client)
    confirm(client, stage_10="other")
    assert Activity.objects.get(number="12").stage == "other"


def test_unknown_stage_is_refused_and_nothing_is_stored(client, deputy):
    upload(client)
    assert confirm(client, stage_10="holiday").status_code == 422
    assert not Roadmap.objects.exists()


def test_import_is_done_once(client, deputy):
    upload(client)
    confirm(client)
    assert client.post(reverse(CONFIRM), {}).status_code == 404
    assert Roadmap.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "карта.txt", "пуст"),
        (b"no office file", "карта.xlsx", "не то, что обещает имя"),
        ("просто текст".encode(), "карта.txt", "таблиц"),
        (
            "№\tМероприятие\tСроки\n1\tАудит\t31 февраля 2021".encode(),
            "карта.txt",
            "строка 2: Даты «31 февраля 2021» не бывает",
        ),
        (b"MZ", "карта.exe", "Файлы такого вида не читаются"),
    ],
)
def test_bad_file_is_refused_with_place_and_sentence(client, deputy, content, name, sentence):
    response = upload(client, content, name)
    assert response.status_code == 422
    assert sentence in text(response)
    assert not StoredFile.objects.exists()


def test_bad_year_keeps_what_was_typed(client, deputy):
    response = upload(client, label="прошлый")
    assert response.status_code == 422
    assert "не понятен" in text(response)
    assert 'value="прошлый"' in text(response)


def test_draft_is_replaced_only_after_the_person_says_so(client):
    world = make_year("other", approved=False)
    client.force_login(world.deputy)
    upload(client)
    refused = confirm(client)
    assert refused.status_code == 422
    assert "Отметьте, что черновик можно заменить" in text(refused)
    assert world.roadmap.activities.count() == 1
    confirm(client, replace="on")
    assert world.roadmap.activities.count() == 10


def test_approved_roadmap_gets_a_proposed_change(client):
    world = make_year("other")
    client.force_login(world.deputy)
    upload(client)
    assert "из отличий будет составлено изменение" in text(client.get(reverse(CONFIRM)))
    response = confirm(client)
    edition = Edition.objects.get()
    assert response.url == edition.get_absolute_url()
    assert world.roadmap.activities.count() == 1
    assert edition.reason in text(client.get(response.url))


def test_file_stays_with_the_change_that_was_read_from_it(client):
    world = make_year("other")
    client.force_login(world.deputy)
    upload(client)
    response = confirm(client)
    stored = Edition.objects.get().source_file
    address = reverse("file-download", args=[stored.pk])
    assert f'href="{address}"' in text(client.get(response.url))
    # The next file takes away only what nobody holds.
    upload(client)
    assert b"".join(client.get(address).streaming_content) == stored.file.read()
    client.force_login(make_year("other").deputy)
    assert client.get(address).status_code == 404


def test_file_that_says_nothing_new_is_not_kept(client):
    world = make_year("other")
    client.force_login(world.deputy)
    upload(client)
    confirm(client)
    edition = Edition.objects.get()
    approve_document(submit_edition(edition.pk, actor=world.deputy).pk, actor=world.director)
    upload(client)
    confirm(client)
    assert list(StoredFile.objects.filter(uploaded_by=world.deputy)) == [edition.source_file]


@pytest.mark.parametrize("state", ["on_approval", "closed"])
def test_year_that_cannot_take_a_file_says_so_instead_of_a_button(client, state):
    world = make_year("other")
    client.force_login(world.deputy)
    Roadmap.objects.update(state=state)
    upload(client)
    page = client.get(reverse(CONFIRM))
    assert "Загрузить карту" not in text(page)
    refused = confirm(client)
    assert refused.status_code == 422
    assert world.roadmap.activities.count() == 1


def test_abandoned_file_goes_when_another_is_chosen(client, deputy):
    upload(client, name="первая.txt")
    upload(client, name="вторая.txt")
    assert [stored.name for stored in StoredFile.objects.all()] == ["вторая.txt"]


def test_file_of_a_colleague_cannot_be_confirmed(client, deputy):
    upload(client)
    session = dict(client.session["roadmap_upload"])
    client.force_login(make_user(deputy.school, Role.DEPUTY_UPBRINGING))
    mine = client.session
    mine["roadmap_upload"] = session
    mine.save()
    assert client.get(reverse(CONFIRM)).status_code == 404


def test_preview_without_a_file_is_not_found(client, deputy):
    assert client.get(reverse(CONFIRM)).status_code == 404


def test_teacher_imports_nothing(client):
    client.force_login(make_user(make_school(), Role.TEACHER))
    assert client.get(reverse("roadmap-import")).status_code == 403
    assert upload(client).status_code == 403
    assert client.get(reverse(CONFIRM)).status_code == 403
