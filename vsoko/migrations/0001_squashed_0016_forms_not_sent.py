"""All tables at once: a new database needs no way through its past."""

import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vsoko.models.stored_file
from vsoko import history_triggers


def create(apps, schema_editor):
    history_triggers.restore(schema_editor.connection)


def drop(apps, schema_editor):
    history_triggers.lift(schema_editor.connection)


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("vsoko", "0001_initial"),
        ("vsoko", "0002_append_only_history"),
        ("vsoko", "0003_search_and_school_forms"),
        ("vsoko", "0004_audit_needs_papers"),
        ("vsoko", "0005_calendar_of_the_school"),
        ("vsoko", "0006_days_before_an_audit"),
        ("vsoko", "0007_terms_of_the_school"),
        ("vsoko", "0008_notices_and_reminders"),
        ("vsoko", "0009_filters_that_people_keep"),
        ("vsoko", "0010_notices_of_decisions"),
        ("vsoko", "0011_indicators_of_the_school"),
        ("vsoko", "0012_copies_of_the_installation"),
        ("vsoko", "0013_the_way_in"),
        ("vsoko", "0014_erasing_of_personal_data"),
        ("vsoko", "0015_signs_of_life_of_workers"),
        ("vsoko", "0016_forms_not_sent"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkerSign",
            fields=[
                (
                    "worker",
                    models.CharField(max_length=100, primary_key=True, serialize=False, verbose_name="обработчик"),
                ),
                ("seen_at", models.DateTimeField(verbose_name="отозвался")),
            ],
            options={
                "verbose_name": "обработчик задач",
                "verbose_name_plural": "обработчики задач",
            },
        ),
        migrations.CreateModel(
            name="School",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.SlugField(
                        help_text="Латиницей: для команд и имён файлов.", max_length=30, unique=True, verbose_name="код"
                    ),
                ),
                ("full_name", models.TextField(help_text="Как в уставе.", verbose_name="полное наименование")),
                (
                    "short_name",
                    models.CharField(help_text="Как в уставе.", max_length=200, verbose_name="краткое наименование"),
                ),
                (
                    "city",
                    models.CharField(
                        help_text="Печатается в документах: «Санкт-Петербург».", max_length=100, verbose_name="место"
                    ),
                ),
                ("founder", models.CharField(blank=True, max_length=300, verbose_name="учредитель")),
                (
                    "order_number_pattern",
                    models.CharField(
                        default="{n}-од",
                        help_text="{n} — номер по журналу, например «{n}-од».",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\{n\\}", "Оставьте в образце место для номера: {n}."
                            )
                        ],
                        verbose_name="номер приказа",
                    ),
                ),
                (
                    "chair_title",
                    models.CharField(
                        default="председатель МО",
                        help_text="Председатель или руководитель.",
                        max_length=60,
                        verbose_name="как называется глава МО",
                    ),
                ),
                (
                    "order_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="За сколько рабочих дней до начала аудита, не позднее.",
                        verbose_name="приказ об аудите",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="За сколько рабочих дней до начала аудита, не позднее.",
                        verbose_name="план аудита объекту",
                    ),
                ),
                (
                    "report_days",
                    models.PositiveSmallIntegerField(
                        default=5, help_text="Рабочих дней после последнего дня аудита.", verbose_name="отчёт об аудите"
                    ),
                ),
                (
                    "objection_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="Рабочих дней после сдачи отчёта.",
                        verbose_name="ознакомление и особое мнение",
                    ),
                ),
                (
                    "plan_due_days",
                    models.PositiveSmallIntegerField(
                        default=10, help_text="Рабочих дней, обычно от 5 до 10.", verbose_name="план после отчёта"
                    ),
                ),
                (
                    "most_due_changes",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="Действия или пункта приказа. 0: срок не продлевают.",
                        verbose_name="сколько раз продлевают срок",
                    ),
                ),
                (
                    "request_due_days",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="За сколько рабочих дней до начала аудита их представляют.",
                        verbose_name="документы к аудиту",
                    ),
                ),
                (
                    "check_after_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="Не раньше, чем через столько календарных дней после последнего действия.",
                        verbose_name="проверка результативности",
                    ),
                ),
                (
                    "repeat_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        help_text="Столько месяцев после закрытия тот же критерий у того же объекта считается повтором.",
                        verbose_name="повторное несоответствие",
                    ),
                ),
                (
                    "reminder_days",
                    models.CharField(
                        default="14, 7, 3, 1",
                        help_text="Рабочих дней, через запятую. В день срока письмо придёт и так.",
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\s*\\d{1,2}(\\s*,\\s*\\d{1,2}){0,9}\\s*$",
                                "Впишите числа через запятую: 14, 7, 3, 1.",
                            )
                        ],
                        verbose_name="за сколько дней напоминать о сроке",
                    ),
                ),
                (
                    "reminder_every",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="Календарных дней; копию получает заместитель директора.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="через сколько дней повторять просроченное",
                    ),
                ),
                (
                    "indicator_days",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="Рабочих дней после конца четверти, полугодия, года.",
                        verbose_name="значения показателей",
                    ),
                ),
                (
                    "small_group",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Значение, посчитанное меньше чем по стольким людям, видит только тот, кто его вносит.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="малая группа",
                    ),
                ),
                (
                    "unmarked_weight",
                    models.PositiveSmallIntegerField(
                        default=7, help_text="В разных программах 7, 8 или 0.", verbose_name="вес «н/а» в СОУ"
                    ),
                ),
                (
                    "idle_minutes",
                    models.PositiveSmallIntegerField(
                        default=480,
                        help_text="Через столько минут без действий; ответы чек-листа при этом не пропадают. 480 — восемь часов.",
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(20160),
                        ],
                        verbose_name="вход закрывается сам",
                    ),
                ),
                (
                    "second_factor_required",
                    models.BooleanField(
                        default=False,
                        help_text="После пароля программа спросит код из приложения на телефоне. Остальные включают его по желанию.",
                        verbose_name="требовать второй шаг входа от директора и администратора",
                    ),
                ),
                (
                    "refusal_days",
                    models.PositiveSmallIntegerField(
                        default=90,
                        help_text="В журнале отказов есть адреса в сети: дольше, чем нужно для разбора, их не держат.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(366),
                        ],
                        verbose_name="сколько дней хранить отказы",
                    ),
                ),
                (
                    "erase_after_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="Не раньше чем через столько календарных дней после увольнения. 0: в тот же день.",
                        verbose_name="стирать данные уволенного",
                    ),
                ),
                (
                    "reminded_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="напоминания разосланы"),
                ),
                (
                    "audit_needs_papers",
                    models.BooleanField(
                        default=False,
                        help_text="Иначе страница аудита лишь предупреждает, чего не хватает.",
                        verbose_name="завершать аудит только с обязательными документами",
                    ),
                ),
                ("is_demo", models.BooleanField(default=False, editable=False, verbose_name="учебная")),
            ],
            options={
                "verbose_name": "школа",
                "verbose_name_plural": "школы",
                "ordering": ["short_name"],
            },
        ),
        migrations.CreateModel(
            name="CalendarPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.school",
                        verbose_name="школа",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("vacation", "каникулы"),
                            ("exams", "экзамены (ГИА)"),
                            ("day_off", "выходной"),
                            ("working", "рабочий день"),
                        ],
                        max_length=10,
                        verbose_name="что это",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Например: «осенние каникулы».", max_length=100, verbose_name="название"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="с")),
                ("ends_on", models.DateField(verbose_name="по")),
            ],
            options={
                "verbose_name": "дни календаря",
                "verbose_name_plural": "календарь школы",
                "ordering": ["starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="calendar_days_in_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.school",
                        verbose_name="школа",
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                ("label", models.CharField(max_length=300, verbose_name="что найдено")),
                ("stems", models.TextField(verbose_name="основы слов")),
            ],
            options={
                "verbose_name": "запись поиска",
                "verbose_name_plural": "записи поиска",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("subject_type", "subject_id"), name="search_entry_once_a_record")
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "Такой логин уже занят: выберите другой."},
                        max_length=60,
                        unique=True,
                        validators=[django.contrib.auth.validators.ASCIIUsernameValidator()],
                        verbose_name="логин",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, help_text="Фамилия И.О.", max_length=120, verbose_name="имя на страницах"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="электронная почта")),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="users",
                        to="vsoko.school",
                        verbose_name="школа",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="может входить")),
                ("date_joined", models.DateTimeField(auto_now_add=True, verbose_name="заведён")),
                ("digest", models.BooleanField(default=False, verbose_name="одно письмо утром вместо отдельных")),
                (
                    "calendar_token",
                    models.CharField(
                        blank=True, editable=False, max_length=64, null=True, unique=True, verbose_name="ключ календаря"
                    ),
                ),
            ],
            options={
                "verbose_name": "учётная запись",
                "verbose_name_plural": "учётные записи",
                "ordering": ["name", "username"],
            },
        ),
        migrations.CreateModel(
            name="Copy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.school",
                        verbose_name="школа",
                    ),
                ),
                ("day", models.DateField(verbose_name="день")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="имя файла")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "в очереди"),
                            ("running", "записывается"),
                            ("done", "записана"),
                            ("failed", "не получилась"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="состояние",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="что помешало")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="записано частей")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="всего частей")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="размер, байт")),
                ("rows", models.PositiveBigIntegerField(default=0, verbose_name="строк")),
                ("files", models.PositiveIntegerField(default=0, verbose_name="файлов")),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто заказал",
                    ),
                ),
                ("beat_at", models.DateTimeField(verbose_name="последний признак работы")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="записана")),
                (
                    "check_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "не проверена"),
                            ("queued", "проверка в очереди"),
                            ("running", "проверяется"),
                            ("good", "проверена"),
                            ("bad", "не восстановилась"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="проверка",
                    ),
                ),
                ("check_problem", models.CharField(blank=True, max_length=300, verbose_name="что не сошлось")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="проверена")),
            ],
            options={
                "verbose_name": "резервная копия",
                "verbose_name_plural": "резервные копии",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("requested_by__isnull", True)), fields=("day",), name="copy_of_a_day_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("finished_at__isnull", False), _connector="OR"
                        ),
                        name="copy_done_has_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoryEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.school",
                        verbose_name="школа",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто",
                    ),
                ),
                ("actor_name", models.CharField(max_length=120, verbose_name="кто (словами)")),
                ("action", models.CharField(max_length=80, verbose_name="действие")),
                ("sentence", models.CharField(max_length=300, verbose_name="что сделано")),
                (
                    "subject_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                ("subject_label", models.CharField(max_length=300, verbose_name="о чём")),
                ("from_state", models.CharField(blank=True, max_length=30, verbose_name="было")),
                ("to_state", models.CharField(blank=True, max_length=30, verbose_name="стало")),
                ("changes", models.JSONField(blank=True, default=dict, verbose_name="изменения")),
                ("comment", models.TextField(blank=True, verbose_name="замечание")),
                ("effective_on", models.DateField(verbose_name="день события")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="записано")),
            ],
            options={
                "verbose_name": "запись истории",
                "verbose_name_plural": "история",
                "ordering": ["-recorded_at", "-id"],
                "indexes": [
                    models.Index(
                        fields=["subject_type", "subject_id", "-recorded_at"], name="vsoko_histo_subject_ab2e07_idx"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_forms",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="чья",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="название")),
                ("path", models.CharField(max_length=500, verbose_name="адрес")),
                ("fields", models.JSONField(verbose_name="что вписано")),
                ("files", models.JSONField(default=list, verbose_name="какие файлы")),
                ("kept_at", models.DateTimeField(verbose_name="отправлена")),
            ],
            options={
                "verbose_name": "неотправленная форма",
                "verbose_name_plural": "неотправленные формы",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.school",
                        verbose_name="школа",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кому",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("desk", "на странице"), ("email", "письмо"), ("digest", "в утренней сводке")],
                        max_length=10,
                        verbose_name="канал",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sign", "подписать и согласовать"),
                            ("read", "ознакомиться"),
                            ("decide", "решить и принять"),
                            ("assigned", "поручено"),
                            ("returned", "возвращено"),
                            ("decided", "решено"),
                            ("reminder", "напоминание о сроке"),
                            ("late", "просрочено у других"),
                            ("digest", "сводка"),
                        ],
                        max_length=10,
                        verbose_name="вид",
                    ),
                ),
                ("dedupe_key", models.CharField(max_length=200, unique=True, verbose_name="ключ")),
                ("duty", models.CharField(blank=True, max_length=100, verbose_name="дело")),
                ("subject", models.CharField(max_length=200, verbose_name="тема")),
                ("text", models.TextField(verbose_name="текст")),
                ("url", models.CharField(blank=True, max_length=300, verbose_name="ссылка")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="создано")),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="взято в отправку")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="отправлено")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="прочитано")),
            ],
            options={
                "verbose_name": "уведомление",
                "verbose_name_plural": "уведомления",
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["channel", "sent_at", "claimed_at"], name="vsoko_notif_channel_576f08_idx"),
                    models.Index(fields=["recipient", "read_at"], name="vsoko_notices_of_a_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.school",
                        verbose_name="школа",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("password", "неверный логин или пароль"),
                            ("code", "неверный код второго шага"),
                            ("locked", "вход закрыт на время"),
                            ("link", "недействительная ссылка"),
                            ("forbidden", "страница или действие не для этой роли"),
                        ],
                        max_length=10,
                        verbose_name="что",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто",
                    ),
                ),
                ("path", models.CharField(max_length=200, verbose_name="страница")),
                ("address", models.GenericIPAddressField(null=True, verbose_name="адрес в сети")),
                ("device", models.CharField(blank=True, max_length=80, verbose_name="устройство")),
                ("times", models.PositiveIntegerField(default=1, verbose_name="сколько раз")),
                ("began_at", models.DateTimeField(verbose_name="первый раз")),
                ("last_at", models.DateTimeField(verbose_name="последний раз")),
            ],
            options={
                "verbose_name": "отказ",
                "verbose_name_plural": "отказы",
                "ordering": ["-last_at", "-id"],
                "indexes": [
                    models.Index(fields=["school", "-last_at"], name="vsoko_refus_school__a206d2_idx"),
                    models.Index(fields=["school", "began_at"], name="vsoko_refus_school__624f10_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.school",
                        verbose_name="школа",
                    ),
                ),
                ("file", models.FileField(upload_to=vsoko.models.stored_file.file_path, verbose_name="файл")),
                ("name", models.CharField(max_length=200, verbose_name="имя файла")),
                ("content_type", models.CharField(max_length=100, verbose_name="вид")),
                ("size", models.PositiveBigIntegerField(verbose_name="размер, байт")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="версия")),
                (
                    "previous",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next",
                        to="vsoko.storedfile",
                        verbose_name="прежняя версия",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто загрузил",
                    ),
                ),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="загружен")),
            ],
            options={
                "verbose_name": "файл",
                "verbose_name_plural": "файлы",
                "ordering": ["-uploaded_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Rendering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.school",
                        verbose_name="школа",
                    ),
                ),
                ("purpose", models.CharField(max_length=40, verbose_name="что готовится")),
                (
                    "owner_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("owner_id", models.BigIntegerField()),
                ("content_hash", models.CharField(max_length=64, verbose_name="SHA-256 содержания")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "в очереди"),
                            ("running", "готовится"),
                            ("done", "готов"),
                            ("failed", "не получился"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="состояние",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.storedfile",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="что помешало")),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто просил",
                    ),
                ),
                ("requested_at", models.DateTimeField(auto_now_add=True, verbose_name="заказан")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="начат")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="закончен")),
            ],
            options={
                "verbose_name": "подготовка PDF",
                "verbose_name_plural": "подготовка PDF",
                "ordering": ["-requested_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner_type", "owner_id", "purpose", "content_hash"), name="rendering_once_per_content"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("file__isnull", False), _connector="OR"
                        ),
                        name="rendering_done_has_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.school",
                        verbose_name="школа",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="чей",
                    ),
                ),
                ("listing", models.CharField(help_text="Имя адреса списка.", max_length=40, verbose_name="список")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="название")),
                ("query", models.CharField(blank=True, max_length=1000, verbose_name="условия")),
            ],
            options={
                "verbose_name": "сохранённый отбор",
                "verbose_name_plural": "сохранённые отборы",
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        fields=("user", "listing", "name"),
                        name="saved_filter_name_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("name", "")),
                        fields=("user", "listing", "query"),
                        name="saved_filter_printed_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="second_factor",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="чей",
                    ),
                ),
                ("nonce", models.CharField(max_length=64, verbose_name="случайная часть")),
                (
                    "last_step",
                    models.BigIntegerField(
                        help_text="Номер его тридцати секунд: один код действует один раз.",
                        verbose_name="последний принятый код",
                    ),
                ),
                ("wrong", models.PositiveSmallIntegerField(default=0, verbose_name="неверных кодов подряд")),
                ("since", models.DateTimeField(auto_now_add=True, verbose_name="включён")),
            ],
            options={
                "verbose_name": "второй шаг входа",
                "verbose_name_plural": "вторые шаги входа",
            },
        ),
        migrations.CreateModel(
            name="ReserveCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reserve_codes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="чей",
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="хэш")),
            ],
            options={
                "verbose_name": "запасной код",
                "verbose_name_plural": "запасные коды",
                "constraints": [models.UniqueConstraint(fields=("user", "digest"), name="reserve_code_once")],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто",
                    ),
                ),
                ("device", models.CharField(blank=True, max_length=80, verbose_name="устройство")),
                ("began_at", models.DateTimeField(verbose_name="вход")),
                ("seen_at", models.DateTimeField(verbose_name="последнее действие")),
            ],
            options={
                "verbose_name": "открытый вход",
                "verbose_name_plural": "открытые входы",
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="School",
            name="letterhead",
            field=models.ForeignKey(
                blank=True,
                help_text="Картинка во всю ширину листа: печатается вместо наименования школы.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="vsoko.storedfile",
                verbose_name="бланк",
            ),
        ),
        migrations.AddField(
            model_name="School",
            name="docx_template",
            field=models.ForeignKey(
                blank=True,
                help_text="Свой .docx: в него выгружаются документы, которые школа правит в Word.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="vsoko.storedfile",
                verbose_name="шаблон Word",
            ),
        ),
        migrations.RunPython(create, drop),
    ]
