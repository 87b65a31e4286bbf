from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models

from vsoko.models.school import School


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who can log in. What a person may do comes from appointments, never from flags of the account."""

    username = models.CharField(
        "логин",
        max_length=60,
        unique=True,
        validators=[ASCIIUsernameValidator()],
        error_messages={"unique": "Такой логин уже занят: выберите другой."},
    )
    name = models.CharField("имя на страницах", max_length=120, blank=True, help_text="Фамилия И.О.")
    email = models.EmailField("электронная почта", blank=True)
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="users", verbose_name="школа"
    )
    is_active = models.BooleanField("может входить", default=True)
    date_joined = models.DateTimeField("заведён", auto_now_add=True)
    digest = models.BooleanField("одно письмо утром вместо отдельных", default=False)
    calendar_token = models.CharField(
        "ключ календаря", max_length=64, unique=True, null=True, blank=True, editable=False
    )

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = "учётная запись"
        verbose_name_plural = "учётные записи"
        ordering = ["name", "username"]

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return str(self)

    get_short_name = get_full_name
