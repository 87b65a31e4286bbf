"""The tags of a school's own template for Word."""

# What a school's template may say; the words themselves are put where `text` stands.
TAGS = {
    "org.full": "полное наименование школы",
    "org.short": "краткое наименование",
    "org.city": "место издания",
    "doc.kind": "вид документа: «ПРИКАЗ»",
    "doc.body": "орган, чей протокол",
    "doc.title": "заголовок",
    "doc.date": "дата: «12 декабря 2026 г.»",
    "doc.number": "номер: «№ 123-од»",
    "dir.pos": "должность того, кто подписывает",
    "dir.sign": "его И.О. Фамилия",
}
BODY = "text"
REQUIRED = ("doc.title", BODY)
