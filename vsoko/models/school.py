from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models


class School(models.Model):
    """The tenant: every root row, history entry and file belongs to one school."""

    code = models.SlugField("код", max_length=30, unique=True, help_text="Латиницей: для команд и имён файлов.")
    full_name = models.TextField("полное наименование", help_text="Как в уставе.")
    short_name = models.CharField("краткое наименование", max_length=200, help_text="Как в уставе.")
    city = models.CharField("место", max_length=100, help_text="Печатается в документах: «Санкт-Петербург».")
    founder = models.CharField("учредитель", max_length=300, blank=True)
    order_number_pattern = models.CharField(
        "номер приказа",
        max_length=40,
        default="{n}-од",
        help_text="{n} — номер по журналу, например «{n}-од».",
        validators=[RegexValidator(r"\{n\}", "Оставьте в образце место для номера: {n}.")],
    )
    chair_title = models.CharField(
        "как называется глава МО", max_length=60, default="председатель МО", help_text="Председатель или руководитель."
    )
    # Terms of the cycle (domain text, section 4.5): working days, where nothing else is said.
    order_days = models.PositiveSmallIntegerField(
        "приказ об аудите", default=5, help_text="За сколько рабочих дней до начала аудита, не позднее."
    )
    notice_days = models.PositiveSmallIntegerField(
        "план аудита объекту", default=3, help_text="За сколько рабочих дней до начала аудита, не позднее."
    )
    report_days = models.PositiveSmallIntegerField(
        "отчёт об аудите", default=5, help_text="Рабочих дней после последнего дня аудита."
    )
    objection_days = models.PositiveSmallIntegerField(
        "ознакомление и особое мнение", default=3, help_text="Рабочих дней после сдачи отчёта."
    )
    plan_due_days = models.PositiveSmallIntegerField(
        "план после отчёта", default=10, help_text="Рабочих дней, обычно от 5 до 10."
    )
    most_due_changes = models.PositiveSmallIntegerField(
        "сколько раз продлевают срок", default=2, help_text="Действия или пункта приказа. 0: срок не продлевают."
    )
    request_due_days = models.PositiveSmallIntegerField(
        "документы к аудиту", default=1, help_text="За сколько рабочих дней до начала аудита их представляют.",
    )  # fmt: skip
    check_after_days = models.PositiveSmallIntegerField(
        "проверка результативности", default=30,
        help_text="Не раньше, чем через столько календарных дней после последнего действия.",
    )  # fmt: skip
    repeat_months = models.PositiveSmallIntegerField(
        "повторное несоответствие", default=12,
        help_text="Столько месяцев после закрытия тот же критерий у того же объекта считается повтором.",
    )  # fmt: skip
    reminder_days = models.CharField(
        "за сколько дней напоминать о сроке", max_length=60, default="14, 7, 3, 1",
        help_text="Рабочих дней, через запятую. В день срока письмо придёт и так.",
        validators=[RegexValidator(r"^\s*\d{1,2}(\s*,\s*\d{1,2}){0,9}\s*$", "Впишите числа через запятую: 14, 7, 3, 1.")],
    )  # fmt: skip
    reminder_every = models.PositiveSmallIntegerField(
        "через сколько дней повторять просроченное", default=7, validators=[MinValueValidator(1)],
        help_text="Календарных дней; копию получает заместитель директора.",
    )  # fmt: skip
    # Indicators (domain text, section 7.1).
    indicator_days = models.PositiveSmallIntegerField(
        "значения показателей", default=10, help_text="Рабочих дней после конца четверти, полугодия, года.",
    )  # fmt: skip
    small_group = models.PositiveSmallIntegerField(
        "малая группа", default=5, validators=[MinValueValidator(1)],
        help_text="Значение, посчитанное меньше чем по стольким людям, видит только тот, кто его вносит.",
    )  # fmt: skip
    unmarked_weight = models.PositiveSmallIntegerField(
        "вес «н/а» в СОУ", default=7, help_text="В разных программах 7, 8 или 0.",
    )  # fmt: skip
    # The way in.
    idle_minutes = models.PositiveSmallIntegerField(
        "вход закрывается сам", default=480, validators=[MinValueValidator(5), MaxValueValidator(14 * 24 * 60)],
        help_text="Через столько минут без действий; ответы чек-листа при этом не пропадают. 480 — восемь часов.",
    )  # fmt: skip
    second_factor_required = models.BooleanField(
        "требовать второй шаг входа от директора и администратора", default=False,
        help_text="После пароля программа спросит код из приложения на телефоне. Остальные включают его по желанию.",
    )  # fmt: skip
    refusal_days = models.PositiveSmallIntegerField(
        "сколько дней хранить отказы", default=90, validators=[MinValueValidator(1), MaxValueValidator(366)],
        help_text="В журнале отказов есть адреса в сети: дольше, чем нужно для разбора, их не держат.",
    )  # fmt: skip
    erase_after_days = models.PositiveSmallIntegerField(
        "стирать данные уволенного", default=30,
        help_text="Не раньше чем через столько календарных дней после увольнения. 0: в тот же день.",
    )  # fmt: skip
    reminded_on = models.DateField("напоминания разосланы", null=True, blank=True, editable=False)
    audit_needs_papers = models.BooleanField(
        "завершать аудит только с обязательными документами", default=False,
        help_text="Иначе страница аудита лишь предупреждает, чего не хватает.",
    )  # fmt: skip
    letterhead = models.ForeignKey(
        "vsoko.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="бланк",
        help_text="Картинка во всю ширину листа: печатается вместо наименования школы.",
    )  # fmt: skip
    docx_template = models.ForeignKey(
        "vsoko.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="шаблон Word",
        help_text="Свой .docx: в него выгружаются документы, которые школа правит в Word.",
    )  # fmt: skip
    is_demo = models.BooleanField("учебная", default=False, editable=False)

    class Meta:
        verbose_name = "школа"
        verbose_name_plural = "школы"
        ordering = ["short_name"]

    def __str__(self):
        return self.short_name


class SchoolQuerySet(models.QuerySet):
    """The only way to rows for a page: `.visible_to(user)`; narrower rules override it."""

    def visible_to(self, user):
        if not user.is_authenticated or user.school_id is None:
            return self.none()
        return self.filter(school_id=user.school_id)


class SchoolOwned(models.Model):
    """A root row of one school."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", verbose_name="школа")

    objects = SchoolQuerySet.as_manager()

    class Meta:
        abstract = True
