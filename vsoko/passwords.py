"""The rules for passwords in the words of a school: each sentence says what to do."""

from django.contrib.auth import password_validation as rules

RULE = "Не короче 10 знаков, не одни цифры, не похож на логин и имя. Хороши три-четыре слова подряд."


class LongEnough(rules.MinimumLengthValidator):
    def get_error_message(self):
        return f"Пароль короче {self.min_length} знаков: добавьте ещё, например второе слово."


class NotUsual(rules.CommonPasswordValidator):
    def get_error_message(self):
        return "Такой пароль знают все, кто подбирает: придумайте другой, например из трёх слов."


class NotOnlyFigures(rules.NumericPasswordValidator):
    def get_error_message(self):
        return "В пароле одни цифры: добавьте буквы."


class NotLikeThePerson(rules.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return "Пароль похож на логин, имя или почту: придумайте другой."
