"""The logins of the demo school: whoever fills it creates them, the login page shows them."""

PASSWORD = "demo-463"
ROLES = {
    "director": "директор",
    "deputy": "заместитель директора по УВР",
    "head": "руководитель рабочей группы",
    "auditor": "внутренний аудитор",
    "chair": "председатель МО",
    "teacher": "педагог",
    "secretary": "секретарь школы",
    "admin": "администратор",
}
