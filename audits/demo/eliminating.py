"""What follows from nonconformities as the story tells it: cause, plan, actions, check of effect, another round.

Keys of a nonconformity in `data/`: whys, branch, changes, considered, comments (of who answers for it), action, check {by,
on, seen, effective, unassigned}, again (another round: reason, whys, branch, changes, action, check). An action: kind,
text, who, sign; due and done in working days after the approval of the plan, or due_on and done_on as days of the story;
report, proof, ask {on, days, why, granted}, started, notes [{on, text}], handed {on, to, why}, returned {on, why, again},
waits. «{done}» in report and proof is the day of the work.
"""

from audits.demo.clock import later, on_work
from audits.demo.drafting import issue
from audits.demo.world import DIRECTOR, HEAD
from audits.models import EffectivenessCheck, Finding
from audits.services import actions, causes, due_changes, effectiveness, findings, plans, progress
from audits.services.comments import add_comment
from vsoko.wording import day_num

CAUSES, SUBMITTED, AGREED, APPROVED = 5, 7, 8, 9  # working days after the report


def plan_story(story):
    """Tell of the plan of a reported audit up to its approval; its actions begin stories of their own."""
    world, audit, auditee = story.world, story.audit, story.told["auditee"]
    rows = {pk: row for pk, row in story.rows.items() if "whys" in row}
    if not rows:
        return
    yield later(audit.reported_on, CAUSES)
    for pk, row in rows.items():
        find_cause(world, auditee, pk, row)
        for told in row.get("comments", ()):
            add_comment(pk, actor=world.user(auditee), text=told)
    if story.stops("caused"):
        return
    yield later(audit.reported_on, SUBMITTED)
    plan = plans.create_plan(actor=world.user(auditee), audit=audit)
    approval = later(audit.reported_on, APPROVED)
    proposed = [
        (propose(world, plan, auditee, pk, told, approval), told) for pk, row in rows.items() for told in row["action"]
    ]
    if story.stops("planning"):
        return
    plan = plans.submit_plan(plan.pk, actor=world.user(auditee))
    if story.stops("submitted"):
        return
    yield later(audit.reported_on, AGREED)
    world.agree(world.paper_of(plan, "D12"))
    if story.stops("agreed"):
        return
    yield approval
    world.sign(world.paper_of(plan, "D12"))
    for action, told in proposed:
        yield action_story(world, action, told, story.told["lead"])
    for pk, row in rows.items():
        yield effect_story(story, pk, row, approval)


def find_cause(world, auditee, pk, row):
    told = {name: row[name] for name in ("whys", "branch", "considered", "changes") if name in row}
    causes.record_cause(pk, actor=world.user(auditee), recurs=False, **told)


def propose(world, plan, author, finding_pk, told, approval, edition=None):
    return actions.create_action(
        plan.pk,
        actor=world.user(author),
        finding=Finding.objects.get(pk=finding_pk),
        kind=told["kind"],
        text=told["text"],
        responsible=world.cast[told["who"]],
        due_on=moment(world, told, "due", approval),
        sign=told["sign"],
        edition=edition,
    )


def moment(world, told, name, approval):
    """Return a day of an action: told outright, or in working days after the approval; None where it is not told."""
    if f"{name}_on" in told:
        return world.day(told[f"{name}_on"])
    return later(approval, told[name]) if name in told else None


def action_story(world, action, told, lead):
    """Tell how an action was carried out; one without a day of its end is still being carried out."""
    approval, doer = world.clock.day, told["who"]
    accepter = HEAD if lead in (doer, told.get("handed", {}).get("to")) else lead
    if "started" in told:
        yield world.day(told["started"])
        actions.start_action(action.pk, actor=world.user(doer))
    doer = yield from progress_story(world, action, told)
    if ask := told.get("ask"):
        yield world.day(ask["on"])
        new_due = later(action.due_on, ask["days"])
        change = due_changes.ask_due_change(action.pk, actor=world.user(doer), new_due=new_due, reason=ask["why"])
        if ask.get("granted"):
            yield world.next_day()
            due_changes.grant_due_change(change.pk, actor=world.user(DIRECTOR))
    if (done := moment(world, told, "done", approval)) is None:
        return
    yield done
    report(world, action, told, doer)
    if back := told.get("returned"):
        yield world.day(back["on"])
        actions.return_action(action.pk, actor=world.user(accepter), comment=back["why"])
        if "again" not in back:
            return
        yield later(approval, back["again"])
        report(world, action, told, doer)
    if not told.get("waits"):
        yield world.next_day()
        actions.accept_action(action.pk, actor=world.user(accepter))


def progress_story(world, action, told):
    """Tell of the notes about an action and of its passing to somebody else, by day. Returns who carries it out then."""
    doer, handed = told["who"], told.get("handed")
    steps = [*told.get("notes", ()), *([handed] if handed else ())]
    for step in sorted(steps, key=lambda step: world.day(step["on"])):
        yield world.day(step["on"])
        if step is handed:
            progress.hand_over(action.pk, actor=world.user(doer), to=world.cast[step["to"]], reason=step["why"])
            doer = step["to"]
        else:
            progress.note_progress(action.pk, actor=world.user(doer), text=step["text"])
    return doer


def report(world, action, told, doer):
    done = world.clock.day
    words = {"comment": told["report"], "reference": told["proof"]}
    words = {name: text.replace("{done}", day_num(done)) for name, text in words.items()}
    actions.report_action(action.pk, actor=world.user(doer), dated=done, **words)


def finished(world, told, approval):
    """Return the day on which an action was carried out for good, or None while it is not."""
    back = told.get("returned")
    if told.get("waits") or (back and "again" not in back):
        return None
    return later(approval, back["again"]) if back else moment(world, told, "done", approval)


def effect_story(story, pk, row, approval):
    """Tell of the check of effect of one round, and of the next round where there was none."""
    world, told = story.world, row.get("check", {})
    done = [finished(world, one, approval) for one in row["action"]]
    if not all(done):
        return
    yield later(max(done), 2)
    if told.get("unassigned"):
        return
    check = EffectivenessCheck.objects.get(finding=pk, state=EffectivenessCheck.State.ASSIGNED)
    day = world.day(told["on"]) if "on" in told else check.due_on
    day = on_work(max(day, check.due_on))
    checker = told.get("by", story.told["lead"])
    effectiveness.assign_checker(check.pk, actor=world.user(HEAD), checker=world.cast[checker], due_on=day)
    if "seen" not in told:
        return
    yield day
    if told.get("effective", True):
        effectiveness.confirm_effect(check.pk, actor=world.user(checker), comment=told["seen"], **judged(check))
        yield world.next_day()
        issue(world, Finding.objects.get(pk=pk), "D13", story.told["auditee"], HEAD)
        return
    effectiveness.deny_effect(check.pk, actor=world.user(checker), comment=told["seen"])
    if again := row.get("again"):
        yield from addendum_story(story, pk, again)


def judged(check):
    """Return each criterion of effect as met, with the words of whoever looks."""
    proofs = [str(proof) for action in check.finding.actions.all() for proof in action.evidence.all()]
    words = {
        "proved": "; ".join(proofs)[:500],
        "no_repeat": "Документы объекта за период наблюдения: такого больше нет.",
        "reached": "; ".join(action.sign.rstrip(".") for action in check.finding.actions.all())[:500],
    }
    return dict.fromkeys(words, True) | {f"{name}_words": text for name, text in words.items()}


def addendum_story(story, pk, row):
    """Tell of another round: a deeper cause, and new actions as an addendum of the plan."""
    world, auditee, denied = story.world, story.told["auditee"], story.world.clock.day
    yield later(denied, 2)
    findings.acknowledge_finding(pk, actor=world.user(auditee))
    find_cause(world, auditee, pk, row)
    yield later(denied, 4)
    plan, approval = story.audit.plan, later(denied, 6)
    edition = plans.start_addendum(plan.pk, actor=world.user(auditee), reason=row["reason"])
    proposed = [(propose(world, plan, auditee, pk, told, approval, edition), told) for told in row["action"]]
    edition = plans.submit_addendum(edition.pk, actor=world.user(auditee))
    yield later(denied, 5)
    world.agree(world.paper_of(edition, "D12"))
    yield approval
    world.sign(world.paper_of(edition, "D12"))
    for action, told in proposed:
        yield action_story(world, action, told, story.told["lead"])
    yield effect_story(story, pk, row, approval)
