"""The analysis for its readers: in full for the director and the group, without names for the council, little for the site."""

from dataclasses import dataclass

from audits.reports.content import readers_content
from audits.reports.for_site import for_site
from audits.reports.without_names import Names, without_names

WORDS = ("figures", "texts", "measures")


@dataclass(frozen=True)
class Version:
    """`title` stands under the heading, `note` says what is left out; `purpose` names its PDF."""

    key: str
    purpose: str
    title: str
    label: str
    note: str


COUNCIL = Version(
    "council",
    "analysis-council",
    "Версия для педагогического совета",
    "Для педсовета",
    "Сотрудники не названы: вместо фамилий указаны должности.",
)
SITE = Version(
    "site",
    "analysis-site",
    "Версия для сайта",
    "Для сайта",
    "Сотрудники не названы. Нет сведений об объединениях, где меньше трёх человек или состав не внесён, "
    "и долей, посчитанных меньше чем по десяти ответам или записям; итоги, по которым их можно вычислить, тоже не печатаются.",
)
VERSIONS = {version.key: version for version in (COUNCIL, SITE)}


def version_content(analysis, version):
    """Return what a version of the analysis says, as JSON: of the frozen content where it is approved."""
    return for_readers(readers_content(analysis), version)


def for_readers(content, version):
    names = Names(content["people"])
    told = {key: value for key, value in content.items() if key != "people"}
    told |= {key: without_names(content[key], names) for key in WORDS}
    told |= {
        "version": {"key": version.key, "title": version.title, "note": version.note},
        "approval": without_signature(content["approval"]),
    }
    return for_site(told) if version is SITE else told


def without_signature(approval):
    """Return of an approval what names nobody: its day, and what the approved paper is checked by."""
    return approval and {key: approval[key] for key in ("on", "hash", "token")}
