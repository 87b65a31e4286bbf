"""What an auditor declares (domain text, D18): that nothing stands against this person, or what does and who allowed it."""

from audits.models.criterion import Subject
from audits.services.impartiality import Case, judge
from vsoko.wording import day_num

NOTHING = (
    "не состою в проверяемом методическом объединении, не руковожу им и не курирую его, не являюсь автором проверяемых "
    "программ и не веду их, не отвечаю за проверяемую работу"
)


def impartial(audit, employee):
    """Return what stands after «Подтверждаю, что»."""
    exempted = judge(Case.of(audit), [employee]).exempted.get(employee.pk)
    if exempted:
        exemption, why = exempted
        return (
            f"проверяю по письменному исключению директора от {day_num(exemption.granted_on)} "
            f"({'; '.join(map(str, why))}), вместе с аудитором, которому ничто не мешает,"
        )
    own = own_codes(audit, employee)
    return f"{NOTHING}, кроме вопросов {', '.join(own)}: их проверит другой аудитор," if own else NOTHING


def own_codes(audit, employee):
    """Return the codes of questions of a school audit for which this person answers in the school."""
    if audit.subject != Subject.SCHOOL or audit.template is None:
        return []
    asked = audit.template.criteria.filter(responsible=employee, is_active=True)
    return list((asked.filter(section__in=audit.sections) if audit.sections else asked).values_list("code", flat=True))
