from audits.past_sheets import KINDS
from roadmap.forms.uploads import UploadForm


class PastFileForm(UploadForm):
    kinds = KINDS
    upload_label = "Книга Excel с прошлыми годами"
    upload_help = "Сначала вы увидите, что будет записано из каждой строки."
    upload_empty = "Файл пуст: выберите книгу с несоответствиями."
