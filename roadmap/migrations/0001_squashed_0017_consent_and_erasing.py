"""All tables at once: a new database needs no way through its past."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import roadmap.models.dated


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("roadmap", "0001_initial"),
        ("roadmap", "0002_skeletons_and_sources"),
        ("roadmap", "0003_grips_and_word"),
        ("roadmap", "0004_year_folder_and_remarks_of_readers"),
        ("roadmap", "0005_kinds_of_the_audit_and_conditions_of_points"),
        ("roadmap", "0006_give_schools_their_skeletons"),
        ("roadmap", "0007_replaced_acts"),
        ("roadmap", "0008_give_schools_their_acts"),
        ("roadmap", "0009_proposed_decisions"),
        ("roadmap", "0010_analysis_is_approved_by_signature"),
        ("roadmap", "0011_file_of_an_edition"),
        ("roadmap", "0012_give_schools_minutes_of_the_analysis"),
        ("roadmap", "0013_training_of_auditors"),
        ("roadmap", "0014_analysis_in_full_is_for_a_few"),
        ("roadmap", "0015_rows_that_go_on"),
        ("roadmap", "0016_lists_of_the_school"),
        ("roadmap", "0017_consent_and_erasing"),
    ]

    dependencies = [
        ("vsoko", "0016_forms_not_sent"),
    ]

    operations = [
        migrations.CreateModel(
            name="Employee",
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
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="employee",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="вход",
                    ),
                ),
                ("last_name", models.CharField(max_length=80, verbose_name="фамилия")),
                ("first_name", models.CharField(max_length=80, verbose_name="имя")),
                (
                    "patronymic",
                    models.CharField(
                        blank=True, help_text="Может отсутствовать.", max_length=80, verbose_name="отчество"
                    ),
                ),
                (
                    "gender",
                    models.CharField(
                        choices=[("f", "женский"), ("m", "мужской")],
                        help_text="Нужен для падежей в приказах.",
                        max_length=1,
                        verbose_name="пол",
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        help_text="Полностью: «заместитель директора по УВР».", max_length=200, verbose_name="должность"
                    ),
                ),
                (
                    "case_forms",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Что исправлено рукой: {поле карточки: {падеж: форма}}.",
                        verbose_name="падежи",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="рабочая почта")),
                (
                    "consent_on",
                    models.DateField(
                        blank=True,
                        help_text="Дата отдельного документа, если школа его берёт: без согласия хранится то, чего требует работа.",
                        null=True,
                        verbose_name="согласие на обработку персональных данных",
                    ),
                ),
                ("consent_withdrawn_on", models.DateField(blank=True, null=True, verbose_name="согласие отозвано")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="уволен")),
                ("erased_on", models.DateField(blank=True, editable=False, null=True, verbose_name="обезличен")),
            ],
            options={
                "verbose_name": "сотрудник",
                "verbose_name_plural": "сотрудники",
                "ordering": ["last_name", "first_name", "patronymic", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consent_withdrawn_on", None),
                            ("consent_withdrawn_on__gte", models.F("consent_on")),
                            _connector="OR",
                        ),
                        name="consent_withdrawn_after_it_is_given",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_on", None), ("erased_on__gte", models.F("left_on")), _connector="OR"
                        ),
                        name="employee_erased_after_leaving",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Roadmap",
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
                ("label", models.CharField(help_text="«2021» или «2026/2027».", max_length=9, verbose_name="год")),
                ("title", models.CharField(max_length=300, verbose_name="название")),
                ("period_from", models.DateField(verbose_name="отчётный период с")),
                ("period_to", models.DateField(verbose_name="по")),
                (
                    "predecessor",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successor",
                        to="roadmap.roadmap",
                        verbose_name="прошлый год",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "черновик"),
                            ("on_approval", "на утверждении"),
                            ("approved", "утверждена"),
                            ("closed", "год закрыт"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="состояние",
                    ),
                ),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="утверждена")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто утвердил",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="закрыта")),
                (
                    "source_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.storedfile",
                        verbose_name="исходный файл",
                    ),
                ),
                ("terms_confirmed", models.BooleanField(default=False, verbose_name="годы в сроках подтверждены")),
                ("gaps_noted", models.BooleanField(default=False, verbose_name="пометка о пропущенных номерах скрыта")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="создана")),
            ],
            options={
                "verbose_name": "дорожная карта",
                "verbose_name_plural": "дорожные карты",
                "ordering": ["-period_from", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "label"), name="roadmap_label_once_a_school"),
                    models.CheckConstraint(
                        condition=models.Q(("period_to__gt", models.F("period_from"))), name="roadmap_period_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "closed"]), _negated=True),
                            models.Q(("approved_by__isnull", False), ("approved_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="roadmap_approved_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "roadmap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="roadmap.roadmap",
                        verbose_name="дорожная карта",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="порядок")),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="Как в документе, например «9» или «3.1».",
                        max_length=20,
                        verbose_name="номер",
                    ),
                ),
                ("title", models.TextField(verbose_name="мероприятие")),
                ("expected_result", models.TextField(blank=True, verbose_name="ожидаемый результат")),
                (
                    "source_title",
                    models.TextField(blank=True, editable=False, verbose_name="мероприятие в исходном документе"),
                ),
                (
                    "source_result",
                    models.TextField(blank=True, editable=False, verbose_name="результат в исходном документе"),
                ),
                ("responsible_text", models.TextField(blank=True, verbose_name="ответственные (как в документе)")),
                ("term_text", models.CharField(blank=True, max_length=200, verbose_name="срок (как в документе)")),
                (
                    "starts_on",
                    models.DateField(
                        blank=True, help_text="Пусто, если срок только «до …».", null=True, verbose_name="начало"
                    ),
                ),
                ("ends_on", models.DateField(verbose_name="окончание")),
                ("term_inferred", models.BooleanField(default=False, verbose_name="год срока определён автоматически")),
                ("remarks", models.TextField(blank=True, verbose_name="пометки импорта")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("decision", "решение"),
                            ("briefing", "ознакомление руководителей МО"),
                            ("regulation", "положение"),
                            ("group", "рабочая группа"),
                            ("staff", "ознакомление коллектива"),
                            ("consultation", "консультации"),
                            ("audits", "аудиты"),
                            ("plans", "планы"),
                            ("elimination", "устранение"),
                            ("analysis", "анализ"),
                            ("other", "другое"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="чем исполняется",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "впереди"),
                            ("in_progress", "идёт"),
                            ("done", "выполнено"),
                            ("not_required", "не требуется"),
                            ("cancelled", "отменено"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="состояние",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="почему не требуется или отменено")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="выполнено")),
                (
                    "former",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.activity",
                        verbose_name="пункт прошлой карты",
                    ),
                ),
            ],
            options={
                "verbose_name": "мероприятие",
                "verbose_name_plural": "мероприятия",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="activity_term_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("done_on__isnull", False), _connector="OR"
                        ),
                        name="activity_done_is_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["not_required", "cancelled"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="activity_dropped_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityResponsible",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responsible",
                        to="roadmap.activity",
                        verbose_name="мероприятие",
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=20, verbose_name="роль")),
                (
                    "employee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="roadmap.employee",
                        verbose_name="сотрудник",
                    ),
                ),
                ("is_main", models.BooleanField(default=False, verbose_name="главный исполнитель")),
            ],
            options={
                "verbose_name": "ответственный",
                "verbose_name_plural": "ответственные",
                "ordering": ["-is_main", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True)),
                        fields=("activity",),
                        name="activity_has_one_main_responsible",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Association",
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
                    "name",
                    models.CharField(
                        help_text="Например: «МО учителей математики».", max_length=200, verbose_name="название"
                    ),
                ),
                (
                    "focus",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("technical", "техническая"),
                            ("science", "естественнонаучная"),
                            ("sports", "физкультурно-спортивная"),
                            ("arts", "художественная"),
                            ("tourism", "туристско-краеведческая"),
                            ("social", "социально-гуманитарная"),
                        ],
                        help_text="Для МО дополнительного образования.",
                        max_length=12,
                        verbose_name="направленность",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="упразднено")),
            ],
            options={
                "verbose_name": "методическое объединение",
                "verbose_name_plural": "методические объединения",
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "name"), name="association_name_once_a_school")
                ],
            },
        ),
        migrations.CreateModel(
            name="AssociationMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="roadmap.association",
                        verbose_name="МО",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="roadmap.employee",
                        verbose_name="сотрудник",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="с")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="по")),
            ],
            options={
                "verbose_name": "член МО",
                "verbose_name_plural": "члены МО",
                "ordering": ["employee__last_name", "employee__first_name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("starts_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="member_leaves_after_joining",
                    )
                ],
            },
            bases=(roadmap.models.dated.Dated, models.Model),
        ),
        migrations.CreateModel(
            name="DocumentKind",
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
                ("code", models.CharField(max_length=4, verbose_name="код")),
                ("title", models.CharField(max_length=200, verbose_name="название")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("order", "приказ"),
                            ("minutes", "протокол"),
                            ("regulation", "положение"),
                            ("plan", "план или программа"),
                            ("report", "отчёт"),
                            ("other", "другое"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="вид",
                    ),
                ),
                ("prepared_by", models.JSONField(default=list, help_text="Коды ролей.", verbose_name="кто готовит")),
                ("visa_roles", models.JSONField(blank=True, default=list, verbose_name="кто согласует")),
                (
                    "approver_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("director", "директор"),
                            ("deputy_edu", "заместитель директора по УВР"),
                            ("deputy_upbringing", "заместитель директора по ВР"),
                            ("group_head", "руководитель рабочей группы"),
                            ("group_secretary", "секретарь рабочей группы"),
                            ("auditor", "внутренний аудитор"),
                            ("chair", "председатель МО"),
                            ("curator", "куратор МО"),
                            ("teacher", "педагог"),
                            ("secretary", "секретарь школы"),
                            ("administrator", "администратор"),
                        ],
                        help_text="Пусто: подписывает названный в документе.",
                        max_length=20,
                        verbose_name="кто утверждает",
                    ),
                ),
                (
                    "numbering",
                    models.CharField(
                        choices=[
                            ("journal", "по журналу школы"),
                            ("own", "своя нумерация"),
                            ("owner", "по номеру записи"),
                            ("none", "без номера"),
                        ],
                        default="none",
                        max_length=8,
                        verbose_name="нумерация",
                    ),
                ),
                ("number_pattern", models.CharField(default="{n}", max_length=40, verbose_name="образец номера")),
                (
                    "storage",
                    models.CharField(
                        choices=[
                            ("permanent", "постоянно"),
                            ("five_years", "5 лет"),
                            ("with_parent", "вместе с документом"),
                        ],
                        default="five_years",
                        max_length=12,
                        verbose_name="хранение",
                    ),
                ),
                (
                    "grips",
                    models.JSONField(
                        blank=True, default=list, help_text="Что стоит в углу над документом.", verbose_name="грифы"
                    ),
                ),
                ("in_word", models.BooleanField(default=False, verbose_name="выгружается в Word")),
                (
                    "mandatory",
                    models.CharField(
                        blank=True,
                        help_text="Например: «да», «при несоответствиях».",
                        max_length=60,
                        verbose_name="обязателен",
                    ),
                ),
                (
                    "case_index",
                    models.CharField(
                        blank=True,
                        help_text="Индекс и заголовок: «01-05 Приказы».",
                        max_length=120,
                        verbose_name="дело по номенклатуре",
                    ),
                ),
                (
                    "restricted",
                    models.BooleanField(
                        default=False,
                        help_text="В папку года попадает только строка описи, без файла.",
                        verbose_name="служебные сведения",
                    ),
                ),
                (
                    "open_to_staff",
                    models.BooleanField(default=False, verbose_name="виден всем работникам после утверждения"),
                ),
                (
                    "by_hand",
                    models.BooleanField(
                        default=True,
                        help_text="Иначе появляется из работы с записями.",
                        verbose_name="составляется отдельно",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
            ],
            options={
                "verbose_name": "вид документа",
                "verbose_name_plural": "виды документов",
                "ordering": ["position", "code"],
                "constraints": [models.UniqueConstraint(fields=("school", "code"), name="document_kind_once_a_school")],
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="roadmap.documentkind"
                    ),
                ),
                ("year", models.CharField(max_length=9, verbose_name="год нумерации")),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="орган")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="последний номер")),
            ],
            options={
                "verbose_name": "нумерация",
                "verbose_name_plural": "нумерации",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "year", "body"), name="number_series_once_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalAct",
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
                ("title", models.TextField(verbose_name="название")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="номер")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="дата")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="действует до")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="сверено")),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaces",
                        to="roadmap.legalact",
                        verbose_name="чем заменён",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="что важно знать")),
                ("code", models.SlugField(blank=True, max_length=40, verbose_name="обозначение")),
            ],
            options={
                "verbose_name": "нормативный акт",
                "verbose_name_plural": "нормативные акты",
                "ordering": ["issued_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Document",
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="roadmap.documentkind",
                        verbose_name="вид",
                    ),
                ),
                (
                    "roadmap",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="roadmap.roadmap",
                        verbose_name="год",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="documents",
                        to="roadmap.activity",
                        verbose_name="пункт карты",
                    ),
                ),
                (
                    "association",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="roadmap.association",
                        verbose_name="МО",
                    ),
                ),
                (
                    "body_name",
                    models.CharField(
                        blank=True, help_text="Для протокола: чей он.", max_length=200, verbose_name="орган"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="«О создании рабочей группы».", max_length=300, verbose_name="заголовок"
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="текст")),
                ("dated", models.DateField(blank=True, null=True, verbose_name="дата документа")),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="номер")),
                (
                    "number_year",
                    models.CharField(blank=True, editable=False, max_length=9, verbose_name="год нумерации"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "черновик"),
                            ("on_visa", "на согласовании"),
                            ("on_approval", "на подписи"),
                            ("approved", "утверждён"),
                            ("registered", "зарегистрирован"),
                            ("superseded", "заменён"),
                            ("annulled", "аннулирован"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="состояние",
                    ),
                ),
                (
                    "owner_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                ("owner_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "about_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                ("about_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafted_documents",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="подготовил",
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        blank=True,
                        help_text="Для протокола — председатель заседания.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_documents",
                        to="roadmap.employee",
                        verbose_name="кто подписывает",
                    ),
                ),
                ("submitted_on", models.DateField(blank=True, null=True, verbose_name="передан")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="утверждён")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто утвердил",
                    ),
                ),
                ("approver_title", models.CharField(blank=True, max_length=200, verbose_name="должность утвердившего")),
                ("approver_name", models.CharField(blank=True, max_length=200, verbose_name="имя утвердившего")),
                ("content", models.JSONField(blank=True, null=True, verbose_name="содержание при утверждении")),
                ("content_hash", models.CharField(blank=True, max_length=64, verbose_name="SHA-256 содержания")),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="roadmap.document",
                        verbose_name="взамен",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.storedfile",
                        verbose_name="скан подписанного",
                    ),
                ),
                (
                    "signed_by_hand",
                    models.BooleanField(default=False, editable=False, verbose_name="подписан на бумаге"),
                ),
                (
                    "token",
                    models.CharField(
                        blank=True, editable=False, max_length=24, null=True, unique=True, verbose_name="код сверки"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="создан")),
                (
                    "acts",
                    models.ManyToManyField(
                        blank=True, related_name="documents", to="roadmap.legalact", verbose_name="нормативные акты"
                    ),
                ),
            ],
            options={
                "verbose_name": "документ",
                "verbose_name_plural": "документы",
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["school", "state"], name="roadmap_doc_school__8f95bf_idx"),
                    models.Index(fields=["owner_type", "owner_id"], name="roadmap_doc_owner_t_6975b0_idx"),
                    models.Index(fields=["about_type", "about_id"], name="roadmap_doc_about_t_b3297f_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True), models.Q(("number_year", ""), _negated=True)
                        ),
                        fields=("school", "kind", "number_year", "body_name", "number"),
                        name="document_number_once_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "registered"]), _negated=True),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("approved_on__isnull", False),
                                ("content__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="document_approved_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "registered"), _negated=True),
                            models.Q(models.Q(("number", ""), _negated=True), ("dated__isnull", False)),
                            _connector="OR",
                        ),
                        name="document_registered_has_number",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("owner_id__isnull", False), ("state__in", ["draft", "on_visa", "on_approval"])
                        ),
                        fields=("owner_type", "owner_id", "kind"),
                        name="document_one_under_way_for_owner",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="roadmap.activity",
                        verbose_name="мероприятие",
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
                        verbose_name="файл",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.document",
                        verbose_name="документ",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, help_text="Документ, номер, дата.", max_length=300, verbose_name="ссылка словами"
                    ),
                ),
                ("dated", models.DateField(blank=True, null=True, verbose_name="дата свидетельства")),
            ],
            options={
                "verbose_name": "свидетельство мероприятия",
                "verbose_name_plural": "свидетельства мероприятия",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("file__isnull", False),
                            ("document__isnull", False),
                            models.Q(("reference", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="activity_evidence_is_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acknowledgements",
                        to="roadmap.document",
                        verbose_name="документ",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="roadmap.employee",
                        verbose_name="сотрудник",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="ознакомиться до")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="ознакомлен")),
                ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="отмечено")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто отметил",
                    ),
                ),
                ("content_hash", models.CharField(blank=True, max_length=64, verbose_name="с какой редакцией")),
                (
                    "remark",
                    models.CharField(
                        blank=True,
                        help_text="«отпуск», «отказ, акт от 15.12.2020».",
                        max_length=200,
                        verbose_name="примечание",
                    ),
                ),
                (
                    "signed_name",
                    models.CharField(blank=True, editable=False, max_length=250, verbose_name="имя в листе"),
                ),
                (
                    "signed_position",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="должность в листе"),
                ),
            ],
            options={
                "verbose_name": "ознакомление",
                "verbose_name_plural": "ознакомления",
                "ordering": ["employee__last_name", "employee__first_name", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "employee"), name="acknowledgement_once_a_person"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_on__isnull", True),
                            models.Q(("recorded_at__isnull", False), ("recorded_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="acknowledgement_recorded_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingGroup",
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
                    "roadmap",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="working_group",
                        to="roadmap.roadmap",
                        verbose_name="дорожная карта",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.document",
                        verbose_name="приказ",
                    ),
                ),
            ],
            options={
                "verbose_name": "рабочая группа",
                "verbose_name_plural": "рабочие группы",
            },
        ),
        migrations.CreateModel(
            name="Appointment",
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
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="roadmap.employee",
                        verbose_name="сотрудник",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("director", "директор"),
                            ("deputy_edu", "заместитель директора по УВР"),
                            ("deputy_upbringing", "заместитель директора по ВР"),
                            ("group_head", "руководитель рабочей группы"),
                            ("group_secretary", "секретарь рабочей группы"),
                            ("auditor", "внутренний аудитор"),
                            ("chair", "председатель МО"),
                            ("curator", "куратор МО"),
                            ("teacher", "педагог"),
                            ("secretary", "секретарь школы"),
                            ("administrator", "администратор"),
                        ],
                        max_length=20,
                        verbose_name="роль",
                    ),
                ),
                (
                    "association",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="roadmap.association",
                        verbose_name="МО",
                    ),
                ),
                (
                    "working_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="roadmap.workinggroup",
                        verbose_name="рабочая группа",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="с")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="по")),
                ("acting", models.BooleanField(default=False, verbose_name="исполняет обязанности")),
                (
                    "basis",
                    models.CharField(
                        blank=True, help_text="Приказ: дата и номер.", max_length=200, verbose_name="основание"
                    ),
                ),
            ],
            options={
                "verbose_name": "назначение",
                "verbose_name_plural": "назначения",
                "ordering": ["role", "starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("starts_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="appointment_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role__in", ("chair", "curator")), _negated=True),
                            ("association__isnull", False),
                            _connector="OR",
                        ),
                        name="appointment_of_association_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role__in", ("group_head", "group_secretary", "auditor")), _negated=True),
                            ("working_group__isnull", False),
                            _connector="OR",
                        ),
                        name="appointment_of_group_names_it",
                    ),
                ],
            },
            bases=(roadmap.models.dated.Dated, models.Model),
        ),
        migrations.CreateModel(
            name="Consultation",
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
                    "roadmap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="roadmap.roadmap",
                        verbose_name="дорожная карта",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="consultations",
                        to="roadmap.activity",
                        verbose_name="пункт карты",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="дата")),
                (
                    "consultant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.employee",
                        verbose_name="кто консультировал",
                    ),
                ),
                (
                    "association",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="roadmap.association",
                        verbose_name="МО",
                    ),
                ),
                (
                    "focus",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("technical", "техническая"),
                            ("science", "естественнонаучная"),
                            ("sports", "физкультурно-спортивная"),
                            ("arts", "художественная"),
                            ("tourism", "туристско-краеведческая"),
                            ("social", "социально-гуманитарная"),
                        ],
                        max_length=12,
                        verbose_name="направленность",
                    ),
                ),
                ("topic", models.TextField(verbose_name="о чём")),
                ("outcome", models.TextField(blank=True, verbose_name="к чему пришли")),
            ],
            options={
                "verbose_name": "консультация",
                "verbose_name_plural": "консультации",
                "ordering": ["-held_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="CourseProgramme",
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
                ("name", models.CharField(max_length=200, verbose_name="название")),
                (
                    "focus",
                    models.CharField(
                        choices=[
                            ("technical", "техническая"),
                            ("science", "естественнонаучная"),
                            ("sports", "физкультурно-спортивная"),
                            ("arts", "художественная"),
                            ("tourism", "туристско-краеведческая"),
                            ("social", "социально-гуманитарная"),
                        ],
                        max_length=12,
                        verbose_name="направленность",
                    ),
                ),
                (
                    "association",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="course_programmes",
                        to="roadmap.association",
                        verbose_name="МО",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authored_programmes",
                        to="roadmap.employee",
                        verbose_name="автор",
                    ),
                ),
                ("hours", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="часов")),
                (
                    "ages",
                    models.CharField(
                        blank=True, help_text="Например: «7–10 лет».", max_length=40, verbose_name="возраст"
                    ),
                ),
                ("updated_on", models.DateField(blank=True, null=True, verbose_name="обновлена")),
                (
                    "teachers",
                    models.ManyToManyField(
                        blank=True, related_name="taught_programmes", to="roadmap.employee", verbose_name="педагоги"
                    ),
                ),
            ],
            options={
                "verbose_name": "дополнительная программа",
                "verbose_name_plural": "дополнительные программы",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="DocumentItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="что сделать")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="срок")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "предложено"),
                            ("planned", "впереди"),
                            ("in_progress", "выполняется"),
                            ("done", "ждёт приёмки"),
                            ("accepted", "принято"),
                            ("cancelled", "снято"),
                        ],
                        default="proposed",
                        max_length=12,
                        verbose_name="состояние",
                    ),
                ),
                ("report", models.TextField(blank=True, verbose_name="что сделано")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="выполнено")),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто выполнил",
                    ),
                ),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="принято")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто принял",
                    ),
                ),
                ("returned", models.PositiveSmallIntegerField(default=0, verbose_name="возвращено раз")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="roadmap.document",
                        verbose_name="документ",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="порядок")),
                ("number", models.CharField(max_length=10, verbose_name="номер пункта")),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document_items",
                        to="roadmap.employee",
                        verbose_name="ответственный",
                    ),
                ),
                ("condition", models.CharField(blank=True, max_length=30, verbose_name="отметится само")),
            ],
            options={
                "verbose_name": "пункт документа",
                "verbose_name_plural": "пункты документов",
                "ordering": ["position", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("done_on__isnull", False), _connector="OR"
                        ),
                        name="documentitem_done_is_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(("accepted_on__isnull", False), ("done_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="documentitem_accepted_is_dated",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentItemDueChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "ждёт решения"), ("granted", "продлено"), ("refused", "отказано")],
                        default="asked",
                        max_length=10,
                        verbose_name="состояние",
                    ),
                ),
                ("old_due", models.DateField(verbose_name="прежний срок")),
                ("new_due", models.DateField(verbose_name="новый срок")),
                ("reason", models.TextField(verbose_name="почему")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто просит",
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="когда попросил")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто решил",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="когда решено")),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="due_changes",
                        to="roadmap.documentitem",
                        verbose_name="пункт",
                    ),
                ),
            ],
            options={
                "verbose_name": "просьба о сроке",
                "verbose_name_plural": "просьбы о сроке",
                "ordering": ["-id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "granted"), _negated=True),
                            models.Q(("decided_by__isnull", False), ("decided_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="documentitemduechange_granted_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("decided_by__isnull", False), ("decided_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="documentitemduechange_refused_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
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
                    "target_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                ("target_id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="номер редакции")),
                ("reason", models.TextField(verbose_name="почему меняется")),
                ("changes", models.JSONField(blank=True, default=list, verbose_name="что меняется")),
                ("snapshot", models.JSONField(blank=True, null=True, verbose_name="содержание после изменения")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "готовится"),
                            ("on_approval", "на утверждении"),
                            ("approved", "утверждена"),
                            ("dropped", "отозвана"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="состояние",
                    ),
                ),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="утверждена")),
                (
                    "source_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.storedfile",
                        verbose_name="исходный файл",
                    ),
                ),
            ],
            options={
                "verbose_name": "редакция",
                "verbose_name_plural": "редакции",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("target_type", "target_id", "number"), name="edition_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "on_approval"])),
                        fields=("target_type", "target_id"),
                        name="edition_one_under_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="roadmap.document",
                        verbose_name="протокол",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="порядок")),
                ("question", models.CharField(max_length=300, verbose_name="вопрос повестки")),
                ("text", models.TextField(verbose_name="решение")),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.employee",
                        verbose_name="ответственный",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="срок")),
                ("adopted", models.BooleanField(default=False, verbose_name="принято")),
            ],
            options={
                "verbose_name": "проект решения",
                "verbose_name_plural": "проекты решений",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="RosterImport",
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
                    "source_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.storedfile",
                        verbose_name="файл",
                    ),
                ),
                (
                    "loaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто загрузил",
                    ),
                ),
                ("loaded_at", models.DateTimeField(auto_now_add=True, verbose_name="загружено")),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто отменил",
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="отменено")),
                ("made", models.JSONField(default=dict, help_text="{модель: [ключи]}", verbose_name="что создано")),
                (
                    "former",
                    models.JSONField(
                        default=dict, help_text="{модель: {ключ: {поле: значение}}}", verbose_name="что было до того"
                    ),
                ),
                ("people_total", models.PositiveSmallIntegerField(default=0, verbose_name="новых сотрудников")),
                ("changed_total", models.PositiveSmallIntegerField(default=0, verbose_name="изменённых сотрудников")),
                ("programmes_total", models.PositiveSmallIntegerField(default=0, verbose_name="программ")),
            ],
            options={
                "verbose_name": "загрузка списка",
                "verbose_name_plural": "загрузки списков",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by", None)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="roster_import_undone_by_someone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Skeleton",
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="skeletons",
                        to="roadmap.documentkind",
                        verbose_name="вид документа",
                    ),
                ),
                ("variant", models.SlugField(blank=True, max_length=30, verbose_name="случай")),
                (
                    "name",
                    models.CharField(
                        help_text="Как её узнать в списке.", max_length=200, verbose_name="название заготовки"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="заголовок документа")),
                (
                    "body_name",
                    models.CharField(
                        blank=True, help_text="Для протокола: чей он.", max_length=200, verbose_name="орган"
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="текст")),
                (
                    "points",
                    models.TextField(
                        blank=True,
                        help_text="По одному на строке: «текст | ответственный | срок | условие», всё после текста не обязательно.",
                        verbose_name="пункты",
                    ),
                ),
                ("readers", models.CharField(blank=True, max_length=20, verbose_name="кого ознакомить")),
                (
                    "signer_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("director", "директор"),
                            ("deputy_edu", "заместитель директора по УВР"),
                            ("deputy_upbringing", "заместитель директора по ВР"),
                            ("group_head", "руководитель рабочей группы"),
                            ("group_secretary", "секретарь рабочей группы"),
                            ("auditor", "внутренний аудитор"),
                            ("chair", "председатель МО"),
                            ("curator", "куратор МО"),
                            ("teacher", "педагог"),
                            ("secretary", "секретарь школы"),
                            ("administrator", "администратор"),
                        ],
                        max_length=20,
                        verbose_name="кто подписывает",
                    ),
                ),
            ],
            options={
                "verbose_name": "заготовка",
                "verbose_name_plural": "заготовки",
                "ordering": ["kind__position", "variant", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "variant"), name="skeleton_once_an_occasion"),
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="skeleton_has_title"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Training",
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
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to="roadmap.employee",
                        verbose_name="сотрудник",
                    ),
                ),
                ("programme", models.CharField(max_length=200, verbose_name="программа обучения")),
                ("organisation", models.CharField(max_length=200, verbose_name="кто обучал")),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1, "Часов не меньше одного."),
                            django.core.validators.MaxValueValidator(2000, "Столько часов не бывает: проверьте число."),
                        ],
                        verbose_name="часов",
                    ),
                ),
                (
                    "certificate",
                    models.CharField(
                        blank=True,
                        help_text="Номер и дата выдачи, если документ выдан.",
                        max_length=120,
                        verbose_name="удостоверение",
                    ),
                ),
                ("finished_on", models.DateField(verbose_name="окончено")),
                (
                    "valid_until",
                    models.DateField(
                        blank=True, help_text="Пусто, если срока нет.", null=True, verbose_name="действует по"
                    ),
                ),
            ],
            options={
                "verbose_name": "обучение аудитора",
                "verbose_name_plural": "обучение аудиторов",
                "ordering": ["-finished_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("finished_on")), _connector="OR"
                        ),
                        name="training_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Visa",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visas",
                        to="roadmap.document",
                        verbose_name="документ",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("director", "директор"),
                            ("deputy_edu", "заместитель директора по УВР"),
                            ("deputy_upbringing", "заместитель директора по ВР"),
                            ("group_head", "руководитель рабочей группы"),
                            ("group_secretary", "секретарь рабочей группы"),
                            ("auditor", "внутренний аудитор"),
                            ("chair", "председатель МО"),
                            ("curator", "куратор МО"),
                            ("teacher", "педагог"),
                            ("secretary", "секретарь школы"),
                            ("administrator", "администратор"),
                        ],
                        max_length=20,
                        verbose_name="роль",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waits", "ждёт"), ("agreed", "согласовано"), ("refused", "возвращено")],
                        default="waits",
                        max_length=8,
                        verbose_name="состояние",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="когда")),
                ("remark", models.TextField(blank=True, verbose_name="замечание")),
            ],
            options={
                "verbose_name": "виза",
                "verbose_name_plural": "визы",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "role"), name="visa_once_a_role"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "agreed"), _negated=True),
                            models.Q(("decided_by__isnull", False), ("decided_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="visa_agreed_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearFolder",
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
                    "roadmap",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="folder",
                        to="roadmap.roadmap",
                        verbose_name="год",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "в очереди"),
                            ("running", "собирается"),
                            ("done", "готова"),
                            ("failed", "не получилась"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="состояние",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="собрано")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="всего")),
                ("fingerprint", models.CharField(blank=True, max_length=64, verbose_name="SHA-256 состава")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vsoko.storedfile",
                        verbose_name="файл",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="что помешало")),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто просил",
                    ),
                ),
                ("requested_at", models.DateTimeField(verbose_name="заказана")),
                ("beat_at", models.DateTimeField(verbose_name="последний признак работы")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="собрана")),
            ],
            options={
                "verbose_name": "папка года",
                "verbose_name_plural": "папки года",
                "ordering": ["-requested_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("file__isnull", False), ("finished_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="year_folder_done_has_file",
                    )
                ],
            },
        ),
    ]
