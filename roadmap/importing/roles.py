"""The dictionary of posts and groups that school plans name as responsible, and the roles behind them.

Order matters: at one place of the text the first line that fits is taken, so a longer name stands before its part.
Patterns see small letters with е for ё. «МО» stands for any spelling of a methodical association.
"""

DIRECTOR = "director"
DEPUTY_EDU = "deputy_edu"
DEPUTY_UPBRINGING = "deputy_upbringing"
GROUP_HEAD = "group_head"
WORKING_GROUP = "working_group"
CHAIR = "chair"
CURATOR = "curator"
AUDITOR = "auditor"
TEACHER = "teacher"
SECRETARY = "secretary"
ADMINISTRATOR = "administrator"

_MO = (
    r"(?:рмо|умо|шмо|м/о|мо|школьн\w+ методическ\w+ объединени\w+|методическ\w+ объединени\w+)"
    r"(?: (?:учител|педагог|классн|воспитател|начальн)"
    r"(?:(?! (?:рабоч|директор|зам|секретар|куратор|аудит|админ))[\w -])*)?"
)
_GROUP = r"рабоч\w+ групп\w*(?: по (?:внедрению и развитию )?всоко(?: в оо)?| всоко)?"
_ODOD = r"(?:одод|отделени\w+ дополнительного образования(?: детей)?)"
_SCHOOL = r"(?: (?:школы|оо|оу|учреждения|гбоу|мбоу|маоу|гимназии|лицея)(?: (?:школы )?№ ?\d+)?)?"

# The field of a deputy: «УВР», «ВР», «воспитательной работе». None: the post exists, but it has no role here.
AREAS = (
    (r"увр|учебно-воспитательн\w+(?: работ\w+| процесс\w+)?", DEPUTY_EDU),
    (r"ур|учебн\w+ работ\w+", DEPUTY_EDU),
    (r"н?мр|(?:научно-|учебно-)?методическ\w+ работ\w+|качеств\w+ образования|всоко", DEPUTY_EDU),
    (r"вр|воспитательн\w+ работ\w+", DEPUTY_UPBRINGING),
    (r"одод|до|дополнительн\w+ образовани\w+", DEPUTY_UPBRINGING),
    (r"ахр|ахч|административно-хозяйственн\w+ (?:работ\w+|част\w+)|безопасност\w+|икт|информатизации", None),
)

DEPUTY = r"(?:и\. ?о\. )?(?:зам\w*\.?(?: ?дир\w*\.?(?:-ра)?)?" + _SCHOOL + r"|завуч\w*|зд)"

POSTS = (
    (r"(?:руководител\w+|рук\.|председател\w+) " + _GROUP, (GROUP_HEAD,)),
    (r"(?:член\w+ |участник\w+ |состав )?" + _GROUP, (WORKING_GROUP,)),
    (r"(?:внутренн\w+ )?аудитор\w*|(?:член\w+ )?аудиторск\w+ групп\w*", (AUDITOR,)),
    (r"(?:председател\w+|руководител\w+|рук\.|заведующ\w+|пред\.) " + _MO, (CHAIR,)),
    (r"куратор\w*(?: " + _MO + r")?", (CURATOR,)),
    (r"(?:заведующ\w+|зав\.|руководител\w+|рук\.) ?" + _ODOD, (DEPUTY_UPBRINGING,)),
    (r"администраци\w+" + _SCHOOL, (DIRECTOR, DEPUTY_EDU, DEPUTY_UPBRINGING)),
    (r"(?:системн\w+ )?администратор\w*(?: системы| сети)?", (ADMINISTRATOR,)),
    (r"(?:и\. ?о\. |исполняющ\w+ обязанности )?директор\w*" + _SCHOOL, (DIRECTOR,)),
    (r"секретар\w+(?: (?:школы|учебной части|руководителя))?|делопроизводител\w+", (SECRETARY,)),
    (
        r"(?:все )?(?:педагогическ\w+ (?:коллектив\w*|работник\w+)|педагог\w*(?: доп\w*\.? образования|-[а-я]+)?"
        r"|учител\w+(?: начальных классов|-[а-я]+)?|классн\w+ руководител\w+|воспитател\w+"
        r"|социальн\w+ педагог\w*|член\w+ " + _MO + r")",
        (TEACHER,),
    ),
)  # fmt: skip

# Posts that are read into the nearest role: a person has to look whether it is the right one.
APPROXIMATE = (
    (r"одод|отделени\w+ дополнительного", "Заведующий ОДОД отнесён к заместителям директора по ВР: проверьте."),
    (r"администраци\w+", "«Администрация» понята как директор и его заместители: уточните, кто отвечает."),
)
