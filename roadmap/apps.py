from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = "Дорожная карта"

    def ready(self):
        from roadmap import (
            context,
            desk,
            desk_years,
            document_entries,
            handlers,
            menu,
            point_conditions,
            search_sources,
            stages,
        )
        from roadmap.services.school import load_document_kinds, load_legal_acts, load_nomenclature
        from vsoko.registries import school_parts

        stages.register()
        handlers.register()
        context.register()
        document_entries.register()
        menu.register()
        desk.register()
        point_conditions.register()
        desk_years.register()
        search_sources.register()
        school_parts.register("document_kinds", load_document_kinds)
        school_parts.register("nomenclature", load_nomenclature)
        school_parts.register("legal_acts", load_legal_acts)
