"""All tables at once: a new database needs no way through its past."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("audits", "0001_initial"),
        ("audits", "0002_name_the_state_of_one_nonconformity"),
        ("audits", "0003_acts_of_criteria"),
        ("audits", "0004_cite_all_acts_of_a_criterion"),
        ("audits", "0005_exemptions_from_impartiality"),
        ("audits", "0006_name_each_sent_answer"),
        ("audits", "0007_drafts_of_answers"),
        ("audits", "0008_audits_after_an_earlier_one"),
        ("audits", "0009_editions_of_criteria"),
        ("audits", "0010_cards_of_the_sample"),
        ("audits", "0011_self_checks_of_audits"),
        ("audits", "0012_timetable_and_request_of_an_audit"),
        ("audits", "0013_progress_of_actions"),
        ("audits", "0014_root_causes_and_decisions"),
        ("audits", "0015_records_of_earlier_years"),
        ("audits", "0016_drafts_of_self_checks"),
        ("audits", "0017_indicators_and_values"),
        ("audits", "0018_surveys_of_opinion"),
        ("audits", "0019_analysis_for_readers"),
        ("audits", "0020_earlier_years_that_are_not_over"),
        ("audits", "0021_goals_of_development"),
        ("audits", "0022_words_of_cards_and_causes"),
        ("audits", "0023_sign_the_improvement_plan"),
        ("audits", "0024_measures_of_signed_plans"),
        ("audits", "0025_files_of_values_may_be_taken_back"),
    ]

    dependencies = [
        ("roadmap", "0017_consent_and_erasing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Criterion",
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
                ("section", models.CharField(max_length=120, verbose_name="раздел")),
                ("question", models.TextField(max_length=2000, verbose_name="вопрос")),
                ("requirement", models.TextField(help_text="Акт и пункт.", max_length=2000, verbose_name="основание")),
                (
                    "applies_to",
                    models.CharField(
                        choices=[
                            ("association", "методическое объединение"),
                            ("programme", "дополнительная программа"),
                            ("school", "школа в целом"),
                        ],
                        max_length=12,
                        verbose_name="относится к",
                    ),
                ),
                ("hint", models.TextField(blank=True, max_length=2000, verbose_name="что смотреть")),
                ("code", models.CharField(max_length=20, verbose_name="код")),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        help_text="В аудите школы этот человек не проверяет этот вопрос.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.employee",
                        verbose_name="кто отвечает",
                    ),
                ),
                (
                    "source_code",
                    models.CharField(blank=True, editable=False, max_length=20, verbose_name="код в исходном перечне"),
                ),
                (
                    "source_edition",
                    models.CharField(blank=True, editable=False, max_length=20, verbose_name="редакция перечня"),
                ),
                ("edition", models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="редакция")),
                ("is_active", models.BooleanField(default=True, verbose_name="применяется")),
                (
                    "acts",
                    models.ManyToManyField(
                        blank=True, related_name="criteria", to="roadmap.legalact", verbose_name="нормативные акты"
                    ),
                ),
            ],
            options={
                "verbose_name": "критерий",
                "verbose_name_plural": "критерии",
                "ordering": ["code", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "code"), name="criterion_code_once_a_school")
                ],
            },
        ),
        migrations.CreateModel(
            name="CriterionEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.CharField(max_length=120, verbose_name="раздел")),
                ("question", models.TextField(max_length=2000, verbose_name="вопрос")),
                ("requirement", models.TextField(help_text="Акт и пункт.", max_length=2000, verbose_name="основание")),
                (
                    "applies_to",
                    models.CharField(
                        choices=[
                            ("association", "методическое объединение"),
                            ("programme", "дополнительная программа"),
                            ("school", "школа в целом"),
                        ],
                        max_length=12,
                        verbose_name="относится к",
                    ),
                ),
                ("hint", models.TextField(blank=True, max_length=2000, verbose_name="что смотреть")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier",
                        to="audits.criterion",
                        verbose_name="критерий",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="номер редакции")),
                (
                    "replaced_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто заменил",
                    ),
                ),
                ("replaced_at", models.DateTimeField(auto_now_add=True, verbose_name="когда заменена")),
            ],
            options={
                "verbose_name": "редакция критерия",
                "verbose_name_plural": "редакции критериев",
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("criterion", "number"), name="criterion_edition_once")],
            },
        ),
        migrations.CreateModel(
            name="ChecklistTemplate",
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
                    "applies_to",
                    models.CharField(
                        choices=[
                            ("association", "методическое объединение"),
                            ("programme", "дополнительная программа"),
                            ("school", "школа в целом"),
                        ],
                        max_length=12,
                        verbose_name="для чего",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="применяется")),
            ],
            options={
                "verbose_name": "шаблон чек-листа",
                "verbose_name_plural": "шаблоны чек-листов",
                "ordering": ["applies_to", "name", "id"],
                "constraints": [models.UniqueConstraint(fields=("school", "name"), name="template_name_once_a_school")],
            },
        ),
        migrations.CreateModel(
            name="TemplateCriterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="audits.checklisttemplate"
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="in_templates", to="audits.criterion"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                ("is_mandatory", models.BooleanField(default=False, verbose_name="обязательный")),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("template", "criterion"), name="template_criterion_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditProgramme",
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
                        related_name="programme",
                        to="roadmap.roadmap",
                        verbose_name="дорожная карта",
                    ),
                ),
                ("goals", models.TextField(verbose_name="цели")),
                ("scope", models.TextField(verbose_name="область")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "черновик"), ("on_approval", "на утверждении"), ("approved", "утверждена")],
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
            ],
            options={
                "verbose_name": "программа аудитов",
                "verbose_name_plural": "программы аудитов",
                "ordering": ["-roadmap__period_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(("approved_by__isnull", False), ("approved_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="programme_approved_by_someone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnualAnalysis",
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
                        related_name="analysis",
                        to="roadmap.roadmap",
                        verbose_name="год",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "черновик"), ("on_approval", "на утверждении"), ("approved", "утверждён")],
                        default="draft",
                        max_length=12,
                        verbose_name="состояние",
                    ),
                ),
                ("figures", models.JSONField(blank=True, null=True, verbose_name="собранные данные")),
                ("gathered_at", models.DateTimeField(blank=True, null=True, verbose_name="собрано")),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="данные на")),
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
            ],
            options={
                "verbose_name": "анализ ВСОКО",
                "verbose_name_plural": "анализы ВСОКО",
                "ordering": ["-roadmap__period_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("approved_on__isnull", False),
                                ("figures__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="analysis_approved_by_someone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnalysisSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "analysis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="audits.annualanalysis",
                        verbose_name="анализ",
                    ),
                ),
                ("key", models.CharField(max_length=30, verbose_name="раздел")),
                ("text", models.TextField(blank=True, verbose_name="текст")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="версия")),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто правил",
                    ),
                ),
                ("edited_at", models.DateTimeField(blank=True, null=True, verbose_name="когда")),
            ],
            options={
                "verbose_name": "раздел анализа",
                "verbose_name_plural": "разделы анализа",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("analysis", "key"), name="analysis_section_once")],
            },
        ),
        migrations.CreateModel(
            name="Exemption",
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
                        related_name="exemptions",
                        to="roadmap.employee",
                        verbose_name="кому разрешено",
                    ),
                ),
                (
                    "association",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.association",
                        verbose_name="МО",
                    ),
                ),
                (
                    "course_programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.courseprogramme",
                        verbose_name="программа ДО",
                    ),
                ),
                ("reason", models.TextField(verbose_name="почему заменить некем")),
                ("until", models.DateField(verbose_name="действует по")),
                ("granted_on", models.DateField(verbose_name="разрешено")),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.employee",
                        verbose_name="кто разрешил",
                    ),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="отозвано")),
            ],
            options={
                "verbose_name": "исключение из правила о беспристрастности",
                "verbose_name_plural": "исключения из правила о беспристрастности",
                "ordering": ["-granted_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("association__isnull", False), ("course_programme__isnull", True)),
                            models.Q(("association__isnull", True), ("course_programme__isnull", False)),
                            _connector="OR",
                        ),
                        name="exemption_names_one_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("granted_on"))),
                        name="exemption_ends_after_it_is_granted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Survey",
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
                        related_name="surveys",
                        to="roadmap.roadmap",
                        verbose_name="год",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="название")),
                (
                    "audience",
                    models.CharField(
                        choices=[("parents", "родители"), ("students", "обучающиеся"), ("teachers", "педагоги")],
                        max_length=10,
                        verbose_name="кто отвечает",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="начало")),
                ("ends_on", models.DateField(verbose_name="окончание")),
                (
                    "population",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="сколько человек приглашены",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "черновик"),
                            ("open", "идёт"),
                            ("closed", "завершено"),
                            ("published", "результаты опубликованы"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="состояние",
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="открыто")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="завершено")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="опубликовано")),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто опубликовал",
                    ),
                ),
                ("ticket", models.CharField(blank=True, editable=False, max_length=36, verbose_name="знак формы")),
                (
                    "course_programmes",
                    models.ManyToManyField(
                        blank=True,
                        related_name="surveys",
                        to="roadmap.courseprogramme",
                        verbose_name="о каких программах",
                    ),
                ),
            ],
            options={
                "verbose_name": "анкетирование",
                "verbose_name_plural": "анкетирования",
                "ordering": ["-starts_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="survey_ends_after_it_starts"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ticket", ""), _negated=True),
                        fields=("school", "ticket"),
                        name="survey_ticket_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "open"), _negated=True), ("opened_on__isnull", False), _connector="OR"
                        ),
                        name="survey_open_is_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True), ("closed_on__isnull", False), _connector="OR"
                        ),
                        name="survey_closed_is_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(("published_by__isnull", False), ("published_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="survey_published_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="audits.survey",
                        verbose_name="анкетирование",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="номер")),
                (
                    "course_programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.courseprogramme",
                        verbose_name="о программе",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("paper", "с бумаги"), ("file", "из файла")], max_length=5, verbose_name="откуда"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=64, verbose_name="знак")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто внёс",
                    ),
                ),
            ],
            options={
                "verbose_name": "анкета",
                "verbose_name_plural": "анкеты",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("survey", "number"), name="response_number_once"),
                    models.UniqueConstraint(fields=("survey", "key"), name="response_taken_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
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
                ("code", models.CharField(max_length=20, verbose_name="код")),
                ("name", models.CharField(max_length=300, verbose_name="показатель")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("A", "результаты обучения"),
                            ("B", "кадры"),
                            ("C", "дополнительное образование"),
                            ("U", "удовлетворённость"),
                            ("E", "условия"),
                            ("S", "сама система ВСОКО"),
                        ],
                        max_length=1,
                        verbose_name="группа",
                    ),
                ),
                (
                    "formula",
                    models.TextField(help_text="Словами: что на что делится.", max_length=600, verbose_name="формула"),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("share", "доля: часть от целого, в процентах"),
                            ("ratio", "отношение: часть на единицу целого"),
                            ("per_hundred", "на сто человек"),
                            ("entered", "значение вносится готовым"),
                            ("success", "успеваемость по числу отметок"),
                            ("quality", "качество знаний по числу отметок"),
                            ("learning", "степень обученности по числу отметок"),
                            ("mean_mark", "средний балл по числу отметок"),
                            ("categories", "высшая и первая категории от всех"),
                            ("answers", "положительные ответы от содержательных"),
                            ("focuses", "направленности из шести"),
                            ("criteria", "среднее пяти критериев"),
                            ("system", "считается по записям ВСОКО"),
                        ],
                        max_length=12,
                        verbose_name="как считается",
                    ),
                ),
                (
                    "part_label",
                    models.CharField(
                        blank=True,
                        help_text="Например: «участники олимпиад».",
                        max_length=120,
                        verbose_name="что делим",
                    ),
                ),
                (
                    "whole_label",
                    models.CharField(
                        blank=True, help_text="Например: «все учащиеся».", max_length=120, verbose_name="на что делим"
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        help_text="«%», «балл», «дней». «чел. / %»: показывать и число, и процент.",
                        max_length=30,
                        verbose_name="единица",
                    ),
                ),
                ("places", models.PositiveSmallIntegerField(default=1, verbose_name="знаков после запятой")),
                (
                    "periodicity",
                    models.CharField(
                        help_text="Месяц, четверть, квартал, полугодие, год; несколько через запятую.",
                        max_length=60,
                        verbose_name="как часто",
                    ),
                ),
                (
                    "calendar_year",
                    models.BooleanField(
                        default=False, help_text="Иначе по учебному.", verbose_name="по календарному году"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="Документ или журнал, откуда берут числа.", max_length=300, verbose_name="источник"
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "больше"), ("down", "меньше"), ("none", "ни то ни другое, для сведения")],
                        default="up",
                        max_length=4,
                        verbose_name="что лучше",
                    ),
                ),
                ("target", models.CharField(blank=True, max_length=120, verbose_name="ориентир словами")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("number", "число в графе «Цель»"),
                            ("last_year", "не хуже прошлого года"),
                            ("better", "лучше прошлого года"),
                            ("district", "не хуже среднего по району"),
                            ("none", "ничто, для сведения"),
                        ],
                        default="number",
                        max_length=10,
                        verbose_name="с чем сравнивать",
                    ),
                ),
                (
                    "goal",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="цель"),
                ),
                (
                    "threshold",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="Хуже него — сигнал. Пусто: порогом служит цель.",
                        max_digits=12,
                        null=True,
                        verbose_name="порог",
                    ),
                ),
                (
                    "counts_people",
                    models.BooleanField(
                        default=False,
                        help_text="Значения малых групп видит только тот, кто их вносит.",
                        verbose_name="считает людей",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.employee",
                        verbose_name="кто вносит значения",
                    ),
                ),
                (
                    "owed_from",
                    models.DateField(
                        blank=True,
                        help_text="О времени, которое кончилось раньше этого дня, не напоминают.",
                        null=True,
                        verbose_name="напоминать о значениях с",
                    ),
                ),
                (
                    "source_code",
                    models.CharField(blank=True, editable=False, max_length=20, verbose_name="код в исходном перечне"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="применяется")),
            ],
            options={
                "verbose_name": "показатель",
                "verbose_name_plural": "показатели",
                "ordering": ["code", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "code"), name="indicator_code_once_a_school")
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="audits.survey",
                        verbose_name="анкетирование",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="порядок")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agree", "от «да» до «нет»"),
                            ("scale", "оценка от 1 до 5"),
                            ("yes_no", "да или нет"),
                            ("choice", "один из нескольких"),
                            ("text", "свободный ответ"),
                        ],
                        default="agree",
                        max_length=10,
                        verbose_name="как отвечают",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="вопрос")),
                ("options", models.JSONField(blank=True, default=list, verbose_name="варианты")),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.indicator",
                        verbose_name="показатель",
                    ),
                ),
            ],
            options={
                "verbose_name": "вопрос анкеты",
                "verbose_name_plural": "вопросы анкеты",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("survey", "position"), name="survey_question_position_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="GivenAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="given",
                        to="audits.response",
                        verbose_name="анкета",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given",
                        to="audits.surveyquestion",
                        verbose_name="вопрос",
                    ),
                ),
                ("value", models.CharField(max_length=12, verbose_name="ответ")),
            ],
            options={
                "verbose_name": "ответ анкеты",
                "verbose_name_plural": "ответы анкет",
                "constraints": [models.UniqueConstraint(fields=("response", "question"), name="given_answer_once")],
            },
        ),
        migrations.CreateModel(
            name="FreeAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="free",
                        to="audits.response",
                        verbose_name="анкета",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="free",
                        to="audits.surveyquestion",
                        verbose_name="вопрос",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="ответ")),
                (
                    "state",
                    models.CharField(
                        choices=[("unread", "не прочитан"), ("shown", "показан"), ("hidden", "скрыт")],
                        default="unread",
                        max_length=8,
                        verbose_name="состояние",
                    ),
                ),
                ("read_on", models.DateField(blank=True, null=True, verbose_name="прочитан")),
                (
                    "read_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто прочитал",
                    ),
                ),
            ],
            options={
                "verbose_name": "свободный ответ",
                "verbose_name_plural": "свободные ответы",
                "ordering": ["question__position", "response__number", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("response", "question"), name="free_answer_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "shown"), _negated=True),
                            models.Q(("read_by__isnull", False), ("read_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="free_answer_shown_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "hidden"), _negated=True),
                            models.Q(("read_by__isnull", False), ("read_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="free_answer_hidden_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
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
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wishes",
                        to="audits.survey",
                        verbose_name="анкетирование",
                    ),
                ),
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wish",
                        to="audits.freeanswer",
                        verbose_name="из ответа",
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="пожелание")),
                (
                    "course_programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wishes",
                        to="roadmap.courseprogramme",
                        verbose_name="программа",
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
                        verbose_name="новое направление",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "новое"), ("accepted", "принято"), ("declined", "отклонено")],
                        default="new",
                        max_length=8,
                        verbose_name="состояние",
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="решено")),
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
                ("decline_reason", models.TextField(blank=True, verbose_name="почему отклонено")),
            ],
            options={
                "verbose_name": "пожелание",
                "verbose_name_plural": "пожелания",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("course_programme__isnull", False), ("focus", "")),
                            models.Q(("course_programme", None), models.Q(("focus", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="wish_is_about_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(("decided_by__isnull", False), ("decided_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="wish_accepted_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(models.Q(("decline_reason", ""), _negated=True), ("decided_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="wish_declined_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measurement",
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
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="audits.indicator",
                        verbose_name="показатель",
                    ),
                ),
                (
                    "whose",
                    models.CharField(
                        choices=[
                            ("own", "наша школа"),
                            ("district", "район"),
                            ("city", "город или регион"),
                            ("country", "Россия"),
                        ],
                        default="own",
                        max_length=8,
                        verbose_name="чьё значение",
                    ),
                ),
                ("year", models.CharField(max_length=9, verbose_name="год")),
                ("part", models.CharField(default="year", max_length=4, verbose_name="часть года")),
                ("starts_on", models.DateField(verbose_name="с")),
                ("ends_on", models.DateField(verbose_name="по")),
                ("as_of", models.DateField(verbose_name="по состоянию на")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("school", "школа в целом"),
                            ("level", "уровень образования"),
                            ("association", "методическое объединение"),
                            ("focus", "направленность"),
                            ("subject", "учебный предмет"),
                            ("class", "класс"),
                        ],
                        default="school",
                        max_length=11,
                        verbose_name="о чём значение",
                    ),
                ),
                ("scope_key", models.CharField(editable=False, max_length=120, verbose_name="ключ")),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("primary", "НОО"), ("basic", "ООО"), ("secondary", "СОО")],
                        max_length=9,
                        verbose_name="уровень",
                    ),
                ),
                (
                    "association",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.association",
                        verbose_name="методическое объединение",
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
                ("subject", models.CharField(blank=True, max_length=60, verbose_name="предмет")),
                ("school_class", models.CharField(blank=True, max_length=10, verbose_name="класс")),
                ("primary", models.JSONField(blank=True, default=dict, verbose_name="первичные данные")),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="значение"
                    ),
                ),
                (
                    "numerator",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="числитель"
                    ),
                ),
                (
                    "denominator",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="знаменатель"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="откуда значение")),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто внёс",
                    ),
                ),
                ("entered_at", models.DateTimeField(auto_now=True, verbose_name="внесено")),
            ],
            options={
                "verbose_name": "значение показателя",
                "verbose_name_plural": "значения показателей",
                "ordering": ["-ends_on", "starts_on", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "whose", "year", "part", "scope_key"), name="measurement_once_a_term"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="measurement_days_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("whose", "own"),
                            models.Q(models.Q(("note", ""), _negated=True), ("value__isnull", False)),
                            _connector="OR",
                        ),
                        name="measurement_of_others_with_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DevelopmentGoal",
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
                ("text", models.CharField(max_length=300, verbose_name="цель")),
                (
                    "source",
                    models.CharField(
                        help_text="Программа развития: годы, кем и когда утверждена, пункт.",
                        max_length=200,
                        verbose_name="документ",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="audits.indicator",
                        verbose_name="показатель",
                    ),
                ),
                ("base_year", models.CharField(max_length=9, verbose_name="исходный год")),
                ("base_value", models.DecimalField(decimal_places=4, max_digits=12, verbose_name="исходное значение")),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.employee",
                        verbose_name="кто отвечает",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "действует"), ("dropped", "снята")],
                        default="active",
                        max_length=7,
                        verbose_name="состояние",
                    ),
                ),
                ("drop_reason", models.TextField(blank=True, verbose_name="почему снята")),
            ],
            options={
                "verbose_name": "цель программы развития",
                "verbose_name_plural": "цели программы развития",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dropped"), _negated=True),
                            models.Q(("drop_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="development_goal_dropped_with_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="audits.developmentgoal",
                        verbose_name="цель",
                    ),
                ),
                ("year", models.CharField(max_length=9, verbose_name="год")),
                ("value", models.DecimalField(decimal_places=4, max_digits=12, verbose_name="значение")),
            ],
            options={
                "verbose_name": "значение цели по году",
                "verbose_name_plural": "значения цели по годам",
                "ordering": ["year"],
                "constraints": [models.UniqueConstraint(fields=("goal", "year"), name="goal_target_once_a_year")],
            },
        ),
        migrations.CreateModel(
            name="AnalysisPublication",
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
                    "analysis",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="audits.annualanalysis",
                        verbose_name="анализ",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("hidden", "не опубликована"),
                            ("published", "опубликована"),
                            ("withdrawn", "снята с публикации"),
                        ],
                        default="hidden",
                        max_length=10,
                        verbose_name="состояние",
                    ),
                ),
                ("content", models.JSONField(blank=True, null=True, verbose_name="содержание")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="опубликована")),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто опубликовал",
                    ),
                ),
            ],
            options={
                "verbose_name": "версия анализа для сайта",
                "verbose_name_plural": "версии анализа для сайта",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(
                                ("content__isnull", False),
                                ("published_by__isnull", False),
                                ("published_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="publication_published_by_someone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ValuesImport",
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
                (
                    "written",
                    models.JSONField(
                        default=dict,
                        help_text="{значение: {version: отметка, former: прежние числа или ничего}}",
                        verbose_name="что записано",
                    ),
                ),
                ("added_total", models.PositiveSmallIntegerField(default=0, verbose_name="новых значений")),
                ("changed_total", models.PositiveSmallIntegerField(default=0, verbose_name="изменённых значений")),
            ],
            options={
                "verbose_name": "загрузка значений",
                "verbose_name_plural": "загрузки значений",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by", None)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="values_import_undone_by_someone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CardWords",
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
                            ("lesson", "посещение занятия"),
                            ("journal", "журнал"),
                            ("syllabus", "рабочая программа"),
                            ("course", "дополнительная программа"),
                            ("minutes", "протокол"),
                            ("other", "другой документ"),
                        ],
                        max_length=10,
                        verbose_name="вид карточки",
                    ),
                ),
                ("rule", models.TextField(max_length=600, verbose_name="правило над карточкой")),
                ("subject", models.CharField(max_length=120, verbose_name="что смотрели")),
                ("population", models.CharField(max_length=120, verbose_name="сколько таких всего")),
                ("document", models.CharField(max_length=120, verbose_name="какие реквизиты")),
                ("codes", models.JSONField(blank=True, default=list, verbose_name="вопросы карточки")),
            ],
            options={
                "verbose_name": "слова карточек",
                "verbose_name_plural": "слова карточек",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "kind"), name="card_words_of_a_kind_once_a_school")
                ],
            },
        ),
        migrations.CreateModel(
            name="CauseWords",
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
                ("recurs", models.CharField(max_length=200, verbose_name="повторится ли")),
                ("changes", models.CharField(max_length=200, verbose_name="что изменить")),
                (
                    "superficial",
                    models.TextField(blank=True, max_length=4000, verbose_name="что причиной не считается"),
                ),
            ],
            options={
                "verbose_name": "проверка причины",
                "verbose_name_plural": "проверка причины",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("school",), name="cause_words_once_a_school")],
            },
        ),
        migrations.CreateModel(
            name="PastImport",
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
                ("findings_total", models.PositiveSmallIntegerField(default=0, verbose_name="записей")),
                ("actions_total", models.PositiveSmallIntegerField(default=0, verbose_name="действий")),
                (
                    "years",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="roadmap.roadmap", verbose_name="заведённые годы"
                    ),
                ),
            ],
            options={
                "verbose_name": "загрузка прошлых лет",
                "verbose_name_plural": "загрузки прошлых лет",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by", None)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="past_import_undone_by_someone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Audit",
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
                        related_name="audits",
                        to="roadmap.roadmap",
                        verbose_name="год",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audits",
                        to="audits.auditprogramme",
                        verbose_name="программа",
                    ),
                ),
                ("number", models.CharField(max_length=20, verbose_name="номер")),
                ("sequence", models.PositiveSmallIntegerField(editable=False, verbose_name="порядок в году")),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("association", "методическое объединение"),
                            ("programme", "дополнительная программа"),
                            ("school", "школа в целом"),
                        ],
                        max_length=12,
                        verbose_name="что проверяется",
                    ),
                ),
                (
                    "association",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audits",
                        to="roadmap.association",
                        verbose_name="МО",
                    ),
                ),
                (
                    "course_programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audits",
                        to="roadmap.courseprogramme",
                        verbose_name="программа ДО",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.checklisttemplate",
                        verbose_name="чек-лист",
                    ),
                ),
                (
                    "sections",
                    models.JSONField(
                        blank=True, default=list, help_text="Пусто: все разделы чек-листа.", verbose_name="разделы"
                    ),
                ),
                (
                    "auditee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audits_answered_for",
                        to="roadmap.employee",
                        verbose_name="кто отвечает за объект",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audits_led",
                        to="roadmap.employee",
                        verbose_name="руководитель аудиторской группы",
                    ),
                ),
                ("period_from", models.DateField(verbose_name="проверяемый период с")),
                ("period_to", models.DateField(verbose_name="по")),
                ("starts_on", models.DateField(verbose_name="начало аудита")),
                ("ends_on", models.DateField(verbose_name="окончание аудита")),
                ("objectives", models.TextField(verbose_name="цель")),
                ("scope", models.TextField(verbose_name="область")),
                ("unscheduled", models.BooleanField(default=False, verbose_name="внеплановый")),
                (
                    "basis",
                    models.TextField(
                        blank=True,
                        help_text="Приказ о проведении; для внепланового — ещё и почему он понадобился.",
                        verbose_name="основание",
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        help_text="Берутся его вопросы, без ответов.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="audits.audit",
                        verbose_name="по образцу аудита",
                    ),
                ),
                (
                    "follow_up",
                    models.BooleanField(
                        default=False,
                        help_text="Только вопросы, по которым были несоответствия.",
                        verbose_name="контрольный",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "запланирован"),
                            ("in_progress", "идёт"),
                            ("reported", "отчёт сдан"),
                            ("closed", "завершён"),
                            ("cancelled", "отменён"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="состояние",
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="начат")),
                ("conclusion", models.TextField(blank=True, verbose_name="вывод")),
                ("strengths", models.TextField(blank=True, verbose_name="сильные стороны")),
                ("reported_on", models.DateField(blank=True, null=True, verbose_name="отчёт сдан")),
                ("report_approved_on", models.DateField(blank=True, null=True, verbose_name="отчёт утверждён")),
                ("acknowledged_on", models.DateField(blank=True, null=True, verbose_name="объект ознакомлен")),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.employee",
                        verbose_name="кто ознакомился",
                    ),
                ),
                ("plan_due_on", models.DateField(blank=True, null=True, verbose_name="план представить до")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="завершён")),
                (
                    "past_import",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audits",
                        to="audits.pastimport",
                        verbose_name="загрузка прошлых лет",
                    ),
                ),
                (
                    "sampled_programmes",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Вопросы о программах задаются по каждой из них.",
                        related_name="+",
                        to="roadmap.courseprogramme",
                        verbose_name="программы выборки",
                    ),
                ),
            ],
            options={
                "verbose_name": "аудит",
                "verbose_name_plural": "аудиты",
                "ordering": ["-roadmap__period_from", "sequence"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "number"), name="audit_number_once_a_school"),
                    models.UniqueConstraint(fields=("roadmap", "sequence"), name="audit_sequence_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="audit_days_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("follow_up", False), ("based_on__isnull", False), _connector="OR"),
                        name="audit_follow_up_names_the_audit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_to__gte", models.F("period_from"))), name="audit_period_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("association__isnull", False),
                                ("course_programme__isnull", True),
                                ("subject", "association"),
                            ),
                            models.Q(("course_programme__isnull", False), ("subject", "programme")),
                            models.Q(
                                ("association__isnull", True), ("course_programme__isnull", True), ("subject", "school")
                            ),
                            _connector="OR",
                        ),
                        name="audit_subject_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reported"), _negated=True),
                            ("reported_on__isnull", False),
                            _connector="OR",
                        ),
                        name="audit_reported_is_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("closed_on__isnull", False), ("reported_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="audit_closed_is_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("acknowledged_on__isnull", False), ("report_approved_on__isnull", False)),
                            ("past_import__isnull", False),
                            _connector="OR",
                        ),
                        name="audit_closed_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditTeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="team",
                        to="audits.audit",
                        verbose_name="аудит",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audits_joined",
                        to="roadmap.employee",
                        verbose_name="аудитор",
                    ),
                ),
            ],
            options={
                "verbose_name": "участник аудиторской группы",
                "verbose_name_plural": "аудиторская группа",
                "ordering": ["employee__last_name", "id"],
                "constraints": [models.UniqueConstraint(fields=("audit", "employee"), name="audit_team_member_once")],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="audits.audit",
                        verbose_name="аудит",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="порядок")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="audits.criterion",
                        verbose_name="критерий",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="код")),
                ("section", models.CharField(max_length=120, verbose_name="раздел")),
                ("question", models.TextField(verbose_name="вопрос")),
                ("requirement", models.TextField(verbose_name="основание")),
                ("hint", models.TextField(blank=True, verbose_name="что смотреть")),
                ("edition", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="редакция вопроса")),
                ("is_mandatory", models.BooleanField(default=False, verbose_name="обязательный")),
                (
                    "course_programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.courseprogramme",
                        verbose_name="программа выборки",
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.employee",
                        verbose_name="кто проверяет",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("unchecked", "не проверено"),
                            ("yes", "да"),
                            ("partly", "частично"),
                            ("no", "нет"),
                            ("na", "не применимо"),
                        ],
                        default="unchecked",
                        max_length=10,
                        verbose_name="ответ",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="заметка")),
                (
                    "evidence_text",
                    models.TextField(blank=True, help_text="Документ, номер, дата.", verbose_name="свидетельство"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="почему не применимо или не проверено")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="версия ответа")),
                (
                    "sent_keys",
                    models.JSONField(blank=True, default=list, editable=False, verbose_name="ключи последних ответов"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто ответил",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="когда")),
            ],
            options={
                "verbose_name": "вопрос чек-листа",
                "verbose_name_plural": "вопросы чек-листа",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("course_programme", None)),
                        fields=("audit", "criterion"),
                        name="item_once_an_audit",
                    ),
                    models.UniqueConstraint(
                        fields=("audit", "criterion", "course_programme"), name="item_once_a_sampled_programme"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer__in", ["yes", "partly", "no", "na"]), _negated=True),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="item_answered_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="audits.checklistitem",
                        verbose_name="вопрос",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто ответил",
                    ),
                ),
                ("words", models.JSONField(verbose_name="что вписано")),
                ("refusal", models.TextField(blank=True, verbose_name="что не принято")),
                ("files", models.ManyToManyField(related_name="+", to="vsoko.storedfile", verbose_name="файлы")),
            ],
            options={
                "verbose_name": "черновик ответа",
                "verbose_name_plural": "черновики ответов",
                "constraints": [models.UniqueConstraint(fields=("item", "actor"), name="one_draft_of_an_answer")],
            },
        ),
        migrations.CreateModel(
            name="Finding",
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
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="audits.audit",
                        verbose_name="аудит",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="audits.checklistitem",
                        verbose_name="вопрос",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="audits.criterion",
                        verbose_name="критерий",
                    ),
                ),
                (
                    "association",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="roadmap.association",
                        verbose_name="МО",
                    ),
                ),
                (
                    "course_programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="roadmap.courseprogramme",
                        verbose_name="программа ДО",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=24, verbose_name="номер")),
                (
                    "sequence",
                    models.PositiveSmallIntegerField(
                        blank=True, editable=False, null=True, verbose_name="порядок в аудите"
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("major", "значительное несоответствие"),
                            ("minor", "незначительное несоответствие"),
                            ("observation", "наблюдение"),
                            ("opportunity", "рекомендация"),
                            ("good_practice", "положительная практика"),
                        ],
                        max_length=14,
                        verbose_name="класс",
                    ),
                ),
                ("section", models.CharField(blank=True, max_length=120, verbose_name="раздел")),
                (
                    "title",
                    models.CharField(
                        help_text="Одна строка: «Решения МО без исполнителя и срока».",
                        max_length=200,
                        verbose_name="суть",
                    ),
                ),
                ("requirement", models.TextField(verbose_name="требование")),
                ("fact", models.TextField(help_text="Что увидели, без оценки людей.", verbose_name="установлено")),
                (
                    "evidence_text",
                    models.TextField(
                        help_text="Чем подтверждается: документ, номер, дата.", verbose_name="свидетельство"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "черновик"),
                            ("open", "зарегистрировано"),
                            ("acknowledged", "объект ознакомлен"),
                            ("disputed", "разногласие"),
                            ("withdrawn", "снято"),
                            ("planned", "есть план"),
                            ("in_progress", "устраняется"),
                            ("verifying", "проверка результативности"),
                            ("closed", "закрыто"),
                            ("recorded", "записано"),
                            ("accepted", "принято к работе"),
                            ("declined", "отклонено"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="состояние",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings_written",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="записал",
                    ),
                ),
                (
                    "repeat_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repeats",
                        to="audits.finding",
                        verbose_name="повтор",
                    ),
                ),
                ("returns", models.PositiveSmallIntegerField(default=0, verbose_name="возвратов")),
                ("registered_on", models.DateField(blank=True, null=True, verbose_name="зарегистрировано")),
                ("acknowledged_on", models.DateField(blank=True, null=True, verbose_name="объект ознакомлен")),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто ознакомился",
                    ),
                ),
                ("objection", models.TextField(blank=True, verbose_name="особое мнение")),
                ("objection_decision", models.TextField(blank=True, verbose_name="решение по особому мнению")),
                ("objection_decided_on", models.DateField(blank=True, null=True, verbose_name="решено")),
                (
                    "objection_decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто решил",
                    ),
                ),
                ("decline_reason", models.TextField(blank=True, verbose_name="почему отклонено")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="закрыто")),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто закрыл",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="записано")),
                (
                    "past_import",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="audits.pastimport",
                        verbose_name="загрузка прошлых лет",
                    ),
                ),
            ],
            options={
                "verbose_name": "несоответствие",
                "verbose_name_plural": "несоответствия",
                "ordering": ["-audit__roadmap__period_from", "number", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("school", "number"),
                        name="finding_number_once_a_school",
                    ),
                    models.UniqueConstraint(fields=("audit", "sequence"), name="finding_sequence_once_an_audit"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), models.Q(("number", ""), _negated=True), _connector="OR"
                        ),
                        name="finding_registered_has_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True), ("closed_on__isnull", False), _connector="OR"
                        ),
                        name="finding_closed_is_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            ("closed_by__isnull", False),
                            ("past_import__isnull", False),
                            _connector="OR",
                        ),
                        name="finding_closed_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grade__in", ["major", "minor"]), _negated=True),
                            models.Q(("state__in", ["recorded", "accepted", "declined"]), _negated=True),
                            _connector="OR",
                        ),
                        name="finding_nonconformity_states",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grade__in", ["major", "minor"]),
                            ("state__in", ["draft", "recorded", "accepted", "declined"]),
                            _connector="OR",
                        ),
                        name="finding_observation_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RootCause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="causes",
                        to="audits.finding",
                        verbose_name="несоответствие",
                    ),
                ),
                ("whys", models.JSONField(default=list, verbose_name="цепочка «почему»")),
                (
                    "branch",
                    models.CharField(
                        choices=[
                            ("people", "люди (квалификация, нагрузка)"),
                            ("rules", "правила (локальные акты, формы)"),
                            ("content", "содержание (программы)"),
                            ("resources", "ресурсы (время, оборудование)"),
                            ("management", "управление (контроль, сроки)"),
                            ("information", "информация (доведение, сроки сообщения)"),
                            ("environment", "внешние условия"),
                        ],
                        max_length=12,
                        verbose_name="где причина",
                    ),
                ),
                (
                    "considered",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Возможные причины по ветвям: {ветвь: [причина]}.",
                        verbose_name="что ещё рассмотрели",
                    ),
                ),
                ("changes", models.JSONField(blank=True, default=list, verbose_name="что придётся изменить")),
                (
                    "found_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.employee",
                        verbose_name="кто установил",
                    ),
                ),
                ("found_on", models.DateField(verbose_name="когда")),
            ],
            options={
                "verbose_name": "причина",
                "verbose_name_plural": "причины",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ImprovementItem",
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
                    "analysis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="improvements",
                        to="audits.annualanalysis",
                        verbose_name="анализ",
                    ),
                ),
                ("text", models.TextField(verbose_name="мероприятие")),
                ("expected_result", models.TextField(blank=True, verbose_name="ожидаемый результат и признак")),
                ("source_text", models.CharField(max_length=300, verbose_name="основание")),
                (
                    "source_finding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="improvements",
                        to="audits.finding",
                        verbose_name="несоответствие",
                    ),
                ),
                (
                    "source_activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.activity",
                        verbose_name="пункт прошлой карты",
                    ),
                ),
                (
                    "source_key",
                    models.CharField(blank=True, editable=False, max_length=160, verbose_name="ключ основания"),
                ),
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "предложено"),
                            ("accepted", "принято"),
                            ("approved", "в подписанном плане"),
                            ("declined", "отклонено"),
                            ("carried", "в карте следующего года"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="состояние",
                    ),
                ),
                ("decline_reason", models.TextField(blank=True, verbose_name="почему отклонено")),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.document",
                        verbose_name="подписанный план",
                    ),
                ),
                (
                    "activity",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="improvement",
                        to="roadmap.activity",
                        verbose_name="пункт новой карты",
                    ),
                ),
            ],
            options={
                "verbose_name": "мера по совершенствованию",
                "verbose_name_plural": "план совершенствования",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "carried"), _negated=True), ("activity__isnull", False), _connector="OR"
                        ),
                        name="improvement_carried_has_activity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True), ("plan__isnull", False), _connector="OR"
                        ),
                        name="improvement_approved_by_plan",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("decline_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="improvement_declined_with_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("analysis", "source_key"),
                        name="improvement_once_a_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectivePlan",
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
                        related_name="corrective_plans",
                        to="roadmap.roadmap",
                        verbose_name="год",
                    ),
                ),
                (
                    "audit",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan",
                        to="audits.audit",
                        verbose_name="по итогам аудита",
                    ),
                ),
                (
                    "association",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrective_plans",
                        to="roadmap.association",
                        verbose_name="МО",
                    ),
                ),
                ("number", models.CharField(max_length=20, verbose_name="номер")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="представить до")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="составил",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "черновик"),
                            ("on_approval", "на утверждении"),
                            ("approved", "выполняется"),
                            ("completed", "выполнен"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="состояние",
                    ),
                ),
                ("submitted_on", models.DateField(blank=True, null=True, verbose_name="представлен")),
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
                ("completed_on", models.DateField(blank=True, null=True, verbose_name="выполнен")),
                (
                    "past_import",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="audits.pastimport",
                        verbose_name="загрузка прошлых лет",
                    ),
                ),
            ],
            options={
                "verbose_name": "план корректирующих мероприятий",
                "verbose_name_plural": "планы корректирующих мероприятий",
                "ordering": ["-roadmap__period_from", "number", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "number"), name="plan_number_once_a_school"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(("approved_by__isnull", False), ("approved_on__isnull", False)),
                            ("past_import__isnull", False),
                            _connector="OR",
                        ),
                        name="plan_approved_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "completed"), _negated=True),
                            ("completed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="plan_completed_is_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "completed"), _negated=True),
                            ("approved_on__isnull", False),
                            ("past_import__isnull", False),
                            _connector="OR",
                        ),
                        name="plan_completed_was_approved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="audits.correctiveplan",
                        verbose_name="план",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="audits.finding",
                        verbose_name="несоответствие",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("correction", "коррекция"),
                            ("corrective", "корректирующее действие"),
                            ("preventive", "предупреждающее действие"),
                        ],
                        max_length=10,
                        verbose_name="вид",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="roadmap.employee",
                        verbose_name="ответственный",
                    ),
                ),
                (
                    "association",
                    models.ForeignKey(
                        blank=True,
                        help_text="Объединение, в котором то же может случиться.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.association",
                        verbose_name="где",
                    ),
                ),
                (
                    "sign",
                    models.CharField(
                        help_text="Как увидим, что сделано.", max_length=300, verbose_name="признак выполнения"
                    ),
                ),
                (
                    "resources",
                    models.CharField(
                        blank=True,
                        help_text="Время, деньги, люди. Пусто: отдельных не нужно.",
                        max_length=300,
                        verbose_name="ресурсы",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="roadmap.edition",
                        verbose_name="дополнение плана",
                    ),
                ),
                (
                    "round",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, help_text="Сколько возвратов было до неё.", verbose_name="круг"
                    ),
                ),
            ],
            options={
                "verbose_name": "действие",
                "verbose_name_plural": "действия",
                "ordering": ["finding", "round", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("done_on__isnull", False), _connector="OR"
                        ),
                        name="action_done_is_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(("accepted_on__isnull", False), ("done_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="action_accepted_is_dated",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionDueChange",
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
                        to="audits.action",
                        verbose_name="действие",
                    ),
                ),
            ],
            options={
                "verbose_name": "просьба о сроке действия",
                "verbose_name_plural": "просьбы о сроке действия",
                "ordering": ["-id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "granted"), _negated=True),
                            models.Q(("decided_by__isnull", False), ("decided_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="actionduechange_granted_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("decided_by__isnull", False), ("decided_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="actionduechange_refused_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EffectivenessCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="audits.finding",
                        verbose_name="несоответствие",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="круг")),
                (
                    "checker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effectiveness_checks",
                        to="roadmap.employee",
                        verbose_name="кто проверяет",
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        help_text="Через 30 дней после последнего действия, если школа не решила иначе.",
                        verbose_name="не раньше",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("assigned", "назначена"),
                            ("effective", "результативно"),
                            ("not_effective", "не результативно"),
                        ],
                        default="assigned",
                        max_length=14,
                        verbose_name="состояние",
                    ),
                ),
                ("proved", models.BooleanField(null=True, verbose_name="действия выполнены и подтверждены")),
                ("proved_words", models.CharField(blank=True, max_length=500, verbose_name="чем подтверждено")),
                ("no_repeat", models.BooleanField(null=True, verbose_name="повторов за период наблюдения нет")),
                ("no_repeat_words", models.CharField(blank=True, max_length=500, verbose_name="где смотрели повторы")),
                ("reached", models.BooleanField(null=True, verbose_name="признак выполнения достигнут")),
                ("reached_words", models.CharField(blank=True, max_length=500, verbose_name="что видно")),
                ("result", models.TextField(blank=True, verbose_name="что проверено и увидено")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="проверено")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто проверил",
                    ),
                ),
            ],
            options={
                "verbose_name": "проверка результативности",
                "verbose_name_plural": "проверки результативности",
                "ordering": ["finding", "round"],
                "constraints": [
                    models.UniqueConstraint(fields=("finding", "round"), name="check_once_a_round"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "effective"), _negated=True),
                            models.Q(("checked_by__isnull", False), ("checked_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="check_effective_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "not_effective"), _negated=True),
                            models.Q(("checked_by__isnull", False), ("checked_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="check_not_effective_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "assigned"), models.Q(("result", ""), _negated=True), _connector="OR"
                        ),
                        name="check_says_what_was_seen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "effective"), _negated=True),
                            models.Q(("no_repeat", True), ("proved", True), ("reached", True)),
                            _connector="OR",
                        ),
                        name="check_effective_by_all_criteria",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="audits.checklistitem",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="audits.finding",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="audits.action",
                    ),
                ),
                (
                    "check_record",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="audits.effectivenesscheck",
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
                    "reference",
                    models.CharField(
                        blank=True, help_text="Документ, номер, дата.", max_length=300, verbose_name="ссылка словами"
                    ),
                ),
                ("dated", models.DateField(blank=True, null=True, verbose_name="дата свидетельства")),
            ],
            options={
                "verbose_name": "свидетельство",
                "verbose_name_plural": "свидетельства",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("file__isnull", False), models.Q(("reference", ""), _negated=True), _connector="OR"
                        ),
                        name="evidence_is_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("action", None), ("check_record", None), ("finding", None), ("item__isnull", False)
                            ),
                            models.Q(
                                ("action", None), ("check_record", None), ("finding__isnull", False), ("item", None)
                            ),
                            models.Q(
                                ("action__isnull", False), ("check_record", None), ("finding", None), ("item", None)
                            ),
                            models.Q(
                                ("action", None), ("check_record__isnull", False), ("finding", None), ("item", None)
                            ),
                            _connector="OR",
                        ),
                        name="evidence_has_one_owner",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="audits.action",
                        verbose_name="действие",
                    ),
                ),
                ("text", models.TextField(verbose_name="что сделано к этому дню")),
                ("dated", models.DateField(verbose_name="день")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто записал",
                    ),
                ),
            ],
            options={
                "verbose_name": "отметка о ходе",
                "verbose_name_plural": "отметки о ходе",
                "ordering": ["-dated", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ActionHandover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handovers",
                        to="audits.action",
                        verbose_name="действие",
                    ),
                ),
                (
                    "handed_from",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handed_over",
                        to="roadmap.employee",
                        verbose_name="кто отвечал раньше",
                    ),
                ),
                (
                    "handed_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.employee",
                        verbose_name="кто отвечает теперь",
                    ),
                ),
                ("reason", models.TextField(verbose_name="почему")),
                ("handed_on", models.DateField(verbose_name="когда")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто передал",
                    ),
                ),
            ],
            options={
                "verbose_name": "передача действия",
                "verbose_name_plural": "передачи действий",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("handed_from", models.F("handed_to")), _negated=True),
                        name="handover_to_somebody_else",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="request",
                        to="audits.audit",
                        verbose_name="аудит",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="подготовить до")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "черновик"), ("sent", "отправлен")],
                        default="draft",
                        max_length=8,
                        verbose_name="состояние",
                    ),
                ),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="отправлен")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="версия перечня")),
            ],
            options={
                "verbose_name": "перечень документов к аудиту",
                "verbose_name_plural": "перечни документов к аудитам",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_on__isnull", False), _connector="OR"
                        ),
                        name="request_sent_is_dated",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="audits.documentrequest",
                        verbose_name="перечень",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="порядок")),
                ("text", models.CharField(max_length=400, verbose_name="что подготовить")),
                ("section", models.CharField(blank=True, max_length=120, verbose_name="раздел")),
                ("codes", models.JSONField(blank=True, default=list, verbose_name="вопросы")),
                ("takes_files", models.BooleanField(default=True, verbose_name="можно приложить файл")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "ждёт ответа"),
                            ("answered", "представлено"),
                            ("absent", "документа нет"),
                            ("returned", "возвращено"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="состояние",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=300, verbose_name="реквизиты или ссылка")),
                ("absence", models.CharField(blank=True, max_length=300, verbose_name="почему документа нет")),
                ("remark", models.TextField(blank=True, verbose_name="замечание")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="когда отвечено")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто ответил",
                    ),
                ),
                ("files", models.ManyToManyField(related_name="+", to="vsoko.storedfile", verbose_name="файлы")),
            ],
            options={
                "verbose_name": "строка перечня документов",
                "verbose_name_plural": "строки перечней документов",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(("answered_by__isnull", False), ("answered_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="request_line_answered_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "absent"), _negated=True),
                            models.Q(models.Q(("absence", ""), _negated=True), ("answered_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="request_line_absent_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("remark", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="request_line_returned_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="samples",
                        to="audits.audit",
                        verbose_name="аудит",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lesson", "посещение занятия"),
                            ("journal", "журнал"),
                            ("syllabus", "рабочая программа"),
                            ("course", "дополнительная программа"),
                            ("minutes", "протокол"),
                            ("other", "другой документ"),
                        ],
                        max_length=10,
                        verbose_name="вид",
                    ),
                ),
                (
                    "population",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="сколько таких всего"),
                ),
            ],
            options={
                "verbose_name": "выборка",
                "verbose_name_plural": "выборки",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("audit", "kind"), name="sample_of_a_kind_once_an_audit")
                ],
            },
        ),
        migrations.CreateModel(
            name="SamplingCard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cards",
                        to="audits.sample",
                        verbose_name="выборка",
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="что смотрели")),
                ("group", models.CharField(blank=True, max_length=60, verbose_name="класс или группа")),
                (
                    "lesson",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(14),
                        ],
                        verbose_name="номер урока",
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=300, verbose_name="реквизиты документа")),
                ("day", models.DateField(verbose_name="когда смотрели")),
                (
                    "auditor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.employee",
                        verbose_name="кто смотрел",
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=36, verbose_name="ключ отправки")),
            ],
            options={
                "verbose_name": "карточка выборки",
                "verbose_name_plural": "карточки выборки",
                "ordering": ["day", "lesson", "id"],
                "constraints": [models.UniqueConstraint(fields=("sample", "key"), name="card_sent_once")],
            },
        ),
        migrations.CreateModel(
            name="CardLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="audits.samplingcard",
                        verbose_name="карточка",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="card_lines",
                        to="audits.checklistitem",
                        verbose_name="вопрос",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "да"), ("partly", "частично"), ("no", "нет")],
                        max_length=10,
                        verbose_name="что увидели",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="заметка")),
            ],
            options={
                "verbose_name": "наблюдение карточки",
                "verbose_name_plural": "наблюдения карточек",
                "ordering": ["item__position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("card", "item"), name="card_line_once_a_question"),
                    models.CheckConstraint(
                        condition=models.Q(("answer", "yes"), models.Q(("note", ""), _negated=True), _connector="OR"),
                        name="card_line_of_doubt_says_what_was_seen",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="selfcheck",
                        to="audits.audit",
                        verbose_name="аудит",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "не передана"), ("handed_in", "передана группе")],
                        default="draft",
                        max_length=12,
                        verbose_name="состояние",
                    ),
                ),
                ("handed_on", models.DateField(blank=True, null=True, verbose_name="передана")),
                (
                    "handed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто передал",
                    ),
                ),
            ],
            options={
                "verbose_name": "самопроверка",
                "verbose_name_plural": "самопроверки",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "handed_in"), _negated=True),
                            models.Q(("handed_by__isnull", False), ("handed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="selfcheck_handed_in_by_someone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "selfcheck",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="audits.selfcheck",
                        verbose_name="самопроверка",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.criterion",
                        verbose_name="критерий",
                    ),
                ),
                (
                    "course_programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.courseprogramme",
                        verbose_name="программа выборки",
                    ),
                ),
                (
                    "question",
                    models.TextField(help_text="Как он звучал, когда на него отвечали.", verbose_name="вопрос"),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("unchecked", "не проверено"),
                            ("yes", "да"),
                            ("partly", "частично"),
                            ("no", "нет"),
                            ("na", "не применимо"),
                        ],
                        default="unchecked",
                        max_length=10,
                        verbose_name="ответ",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="пояснение")),
                ("evidence_text", models.TextField(blank=True, verbose_name="чем подтверждается")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="версия ответа")),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто ответил",
                    ),
                ),
                ("answered_at", models.DateTimeField(verbose_name="когда")),
            ],
            options={
                "verbose_name": "ответ самопроверки",
                "verbose_name_plural": "ответы самопроверки",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("course_programme", None)),
                        fields=("selfcheck", "criterion"),
                        name="own_answer_once",
                    ),
                    models.UniqueConstraint(
                        fields=("selfcheck", "criterion", "course_programme"),
                        name="own_answer_once_a_sampled_programme",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_drafts",
                        to="audits.audit",
                        verbose_name="аудит",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто ответил",
                    ),
                ),
                (
                    "words",
                    models.JSONField(
                        default=dict,
                        help_text="Начало имени полей вопроса и то, что в них стояло.",
                        verbose_name="что вписано",
                    ),
                ),
            ],
            options={
                "verbose_name": "черновик самопроверки",
                "verbose_name_plural": "черновики самопроверок",
                "constraints": [models.UniqueConstraint(fields=("audit", "actor"), name="one_draft_of_own_answers")],
            },
        ),
        migrations.CreateModel(
            name="AuditMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="audits.audit",
                        verbose_name="аудит",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="порядок")),
                ("day", models.DateField(verbose_name="день")),
                (
                    "at",
                    models.CharField(
                        blank=True, help_text="«14:30» или «2-й урок».", max_length=20, verbose_name="время или урок"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("opening", "вводная встреча"),
                            ("documents", "изучение документов"),
                            ("interview", "беседа"),
                            ("observation", "наблюдение"),
                            ("closing", "заключительная встреча"),
                        ],
                        max_length=12,
                        verbose_name="этап",
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=300, verbose_name="вопросы или разделы")),
                (
                    "auditor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Никто не выбран: вся группа.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roadmap.employee",
                        verbose_name="аудитор",
                    ),
                ),
                ("participants", models.CharField(blank=True, max_length=200, verbose_name="участники")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="место")),
            ],
            options={
                "verbose_name": "встреча аудита",
                "verbose_name_plural": "график встреч аудита",
                "ordering": ["position", "id"],
            },
        ),
        migrations.AddField(
            model_name="ChecklistTemplate",
            name="criteria",
            field=models.ManyToManyField(
                related_name="templates", through="audits.TemplateCriterion", to="audits.criterion"
            ),
        ),
        migrations.AddField(
            model_name="PastImport",
            name="actions",
            field=models.ManyToManyField(
                blank=True, related_name="past_imports", to="audits.action", verbose_name="действия"
            ),
        ),
    ]
