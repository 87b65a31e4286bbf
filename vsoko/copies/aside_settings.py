"""Settings of a trial: those of the school, except that files go to a folder wherever the school keeps its own."""

from vsoko import settings

globals().update({name: getattr(settings, name) for name in dir(settings) if name.isupper()})
STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
