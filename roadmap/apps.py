from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = "Дорожная карта"

    def ready(self):
        from roadmap import stages
        from roadmap.services.school import load_document_kinds, load_legal_acts
        from vsoko.registries import school_parts

        stages.register()
        school_parts.register("document_kinds", load_document_kinds)
        school_parts.register("legal_acts", load_legal_acts)
