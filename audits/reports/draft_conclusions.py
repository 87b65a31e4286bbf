"""First words of what sums the year up: resources, risks, conclusions. A fact, a comparison, what to check, where to decide."""

from audits.goal_standing import LAGGING
from audits.reports.shares import rows_owed
from vsoko.wording import decimal, percent

CHECK = "Возможную причину нужно проверить, решение принять в мерах."


def held(figures):
    """Return how many audits were held of those planned, the end of the sentence left open."""
    audits = figures["programme"]
    if not audits["planned"]:
        return "Аудиты за период не планировались"
    return f"Завершено аудитов: {audits['closed']} из {audits['planned']}"


def resources(figures):
    trained = figures.get("training") or {"total": 0}
    told = []
    if trained["total"]:
        told.append(f"Внутренних аудиторов с подтверждённым обучением: {trained['trained']} из {trained['total']}.")
        if trained["trained"] < trained["total"]:
            told.append("Обучение остальных стоит внести в меры.")
    return " ".join(told)


def risks(figures):
    """What the year itself warns of, and what it offers to others; the rest only people know."""
    late = len(figures["actions"].get("late_rows", []))
    lagging, codes = lagging_goals(figures), worse_codes(figures)
    threats = [
        f"просроченных действий\u00a0— {late}" if late else "",
        f"просроченных мероприятий карты\u00a0— {figures['roadmap']['late']}" if figures["roadmap"]["late"] else "",
        f"отстающих целей программы развития\u00a0— {lagging}" if lagging else "",
        f"показатели хуже порога\u00a0— {', '.join(codes)}" if codes else "",
    ]
    good = len(figures["findings"].get("good_practices", []))
    told = [
        f"Может помешать: {'; '.join(filter(None, threats))}." if any(threats) else "",
        f"Можно использовать: положительных практик по аудитам\u00a0— {good}, их стоит передать другим."
        if good
        else "",
    ]
    return "\n".join(filter(None, told))


def lagging_goals(figures):
    return sum(row["kind"] == LAGGING for row in figures.get("goals") or [])


def worse_codes(figures):
    return [row["code"] for row in figures.get("entered") or [] if row["verdict"] == "хуже порога"]


def conclusions(figures):
    """Return theses, a line each; what the figures say nothing of has none."""
    found = (
        thesis(figures)
        for thesis in (work, decisions, sections, since_last, nonconformities, elimination, goals, opinion)
    )
    return "\n".join(filter(None, found))


def work(figures):
    plan = figures["roadmap"]
    owed = rows_owed(plan)
    rows = f"; мероприятий дорожной карты выполнено {plan['done']} из {owed}" if owed > 0 else ""
    return f"{held(figures)}{rows}."


def decisions(figures):
    told = figures.get("improvement") or {"total": 0}
    return f"Решений прошлого анализа выполнено {told['done']} из {told['total']}." if told["total"] else ""


def sections(figures):
    """The strongest and the weakest section of all associations together."""
    rows = [row for row in figures["associations"].get("by_section", []) if row["index"] is not None]
    best = max(rows, key=lambda row: row["index"], default=None)
    least = min(rows, key=lambda row: row["index"], default=None)
    if best is None or best["index"] == least["index"]:
        return ""
    return (
        f"Сильнее других раздел «{best['section']}» ({percent(best['index'])}), "
        f"слабее — «{least['section']}» ({percent(least['index'])}). {CHECK}"
    )


def since_last(figures):
    """How many sections stand better and worse than in the cycle before; which ones, their own section tells."""
    rows = figures["associations"].get("by_section", [])
    moved = [row["index"] - row["before"] for row in rows if None not in (row.get("before"), row["index"])]
    if not any(moved):
        return ""
    parts = [
        f"{word}\u00a0— {count}"
        for word, count in (("выше", sum(by > 0 for by in moved)), ("ниже", sum(by < 0 for by in moved)))
        if count
    ]
    return f"Разделов с индексом против прошлого цикла ({figures['before']}): {', '.join(parts)}."


def nonconformities(figures):
    found = figures["findings"]
    if not found["total"]:
        return "Несоответствий не выявлено." if found["checked"] else ""
    text = f"Выявлено несоответствий: {found['total']}, из них значительных\u00a0— {found['major']}; открыто {found['open']}"
    text += f", повторных\u00a0— {found['repeated']}." if found["repeated"] else ", повторных нет."
    left = " и ".join(word for word, count in (("открытым", found["open"]), ("повторным", found["repeated"])) if count)
    return f"{text} Решение по {left} стоит принять в мерах." if left else text


def elimination(figures):
    done = figures["actions"]
    told = []
    if done["owed"]:
        told.append(
            f"Действий в срок: {done['in_time']} из {done['owed']} ({percent(done['in_time_share'])}), ориентир — 90\u00a0%."
        )
    if done["checked"]:
        told.append(f"Результативность подтверждена: {done['effective']} из {done['checked']}, ориентир — 85\u00a0%.")
    return " ".join(told)


def goals(figures):
    lagging, codes = lagging_goals(figures), worse_codes(figures)
    told = [f"Целей программы развития отстаёт: {lagging} из {len(figures['goals'])}."] if lagging else []
    if codes:
        told.append(f"Показатели хуже порога: {', '.join(codes)}.")
    return " ".join([*told, "Причины требуют проверки, решение по каждому стоит принять в мерах."]) if told else ""


def opinion(figures):
    surveys = (figures.get("opinion") or {"surveys": []})["surveys"]
    told = [f"{row['audience']} — {percent(row['mean'])}{against(row)}" for row in surveys if row["mean"] is not None]
    return f"Удовлетворённость: {'; '.join(told)}." if told else ""


def against(row):
    if not row["change"]:
        return ""
    sign = "+" if row["change"] > 0 else "−"
    return f" ({sign}{decimal(abs(row['change']))}\u00a0п.\u00a0п. к {row['former']} году)"
