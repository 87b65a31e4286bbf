"""Who may do what in audits and their consequences (domain text, sections 5.1 and 5.2)."""

from roadmap.permissions import GROUP_ROLES, LEADERS, Role, has_role, rights, same_school, sees_everything


def is_lead(user, audit):
    """The lead auditor of this audit, or the head of the working group."""
    return same_school(user, audit) and (
        rights(user).has(Role.GROUP_HEAD)
        or (rights(user).employee is not None and audit.lead_id == rights(user).employee.pk)
    )


def is_on_team(user, audit):
    """The lead auditor or a member of the audit's team."""
    employee = rights(user).employee
    if employee is None or not same_school(user, audit):
        return False
    return audit.lead_id == employee.pk or any(member.employee_id == employee.pk for member in audit.team.all())


def is_auditee(user, audit):
    """Who answers for the audited subject: the named person, or the chair of the audited association today."""
    employee = rights(user).employee
    if employee is None or not same_school(user, audit):
        return False
    return audit.auditee_id == employee.pk or (
        audit.association_id is not None and audit.association_id in rights(user).associations.get(Role.CHAIR, ())
    )


plans_audits = has_role(Role.GROUP_HEAD, Role.DEPUTY_EDU)
# Only the director (or who acts as one) lets somebody audit in spite of the rule (domain text, section 5.2).
grants_exemptions = has_role(Role.DIRECTOR)
# What the director approves, others draft and hand in (domain text, section 5.1).
drafts_for_director = has_role(Role.GROUP_HEAD, Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING)
keeps_criteria = has_role(Role.GROUP_HEAD, Role.DEPUTY_EDU, Role.ADMINISTRATOR)
# Leaders and the group write the analysis and read it in full; others read the version without names when it is approved.
reads_drafts = has_role(*LEADERS, *GROUP_ROLES)

# Deputies and the head of the group ask consumers; the group reads along.
carries_surveys = has_role(Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING, Role.GROUP_HEAD)


# Goals of the programme of development are the director's and the deputies'; every employee reads them.
keeps_goals = has_role(Role.DIRECTOR, Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING)


def sees_programme(user, obj=None):
    """The programme is for leaders, the group and those whose associations it names (domain text, section 5.1)."""
    return sees_everything(user, obj) or has_role(Role.CHAIR, Role.CURATOR, Role.SECRETARY)(user, obj)


def sees_checklist(user, audit):
    """The team and the leaders at once; who answers for the subject only what was reported."""
    return sees_everything(user, audit) or (audit.state in audit.LOCKED and is_auditee(user, audit))


def leads_request(user, row):
    """Who sends the list of documents and returns its lines: whoever leads the audit. Takes the list or a line of it."""
    return is_lead(user, row.audit)


def answers_request(user, row):
    return is_auditee(user, row.audit)


def sees_request(user, request):
    """Leaders and the team of the audit; whoever answers for the subject when the list has been sent. Others never.

    The same rule for rows is `DocumentRequest.objects.visible_to`.
    """
    if has_role(*LEADERS)(user, request) or is_on_team(user, request.audit):
        return True
    return request.state == "sent" and is_auditee(user, request.audit)


# Who writes figures down, and who gathers them (domain text, section 5.1); chairs those of their own association.
enters_indicators = has_role(Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING, Role.GROUP_HEAD)
keeps_indicators = has_role(Role.GROUP_HEAD, Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING, Role.ADMINISTRATOR)


def enters_values(user, indicator):
    """Who writes values of an indicator; those of the system itself are counted, not entered."""
    if not same_school(user, indicator) or indicator.is_system:
        return False
    return enters_whole(user, indicator) or rights(user).has(Role.CHAIR)


def enters_whole(user, indicator):
    """Who writes values of the whole school: the person named in the card, deputies, the head of the group."""
    employee = rights(user).employee
    named = employee is not None and indicator.responsible_id == employee.pk
    return same_school(user, indicator) and (named or enters_indicators(user, indicator))


def enters_value(user, value):
    """Who writes this very value: a chair only one of an association of theirs. Takes a measurement with its indicator."""
    if not enters_values(user, value.indicator):
        return False
    own = rights(user).associations.get(Role.CHAIR, ())
    is_theirs = value.scope == "association" and value.whose == "own" and value.association_id in own
    return is_theirs or enters_whole(user, value.indicator)
