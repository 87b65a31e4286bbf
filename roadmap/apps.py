from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = "Дорожная карта"

    def ready(self):
        from roadmap import (
            agenda,
            archive,
            context,
            control,
            desk,
            desk_copies,
            desk_leaving,
            desk_training,
            desk_years,
            document_entries,
            handlers,
            menu,
            paper_facts,
            paper_sources,
            point_conditions,
            reading_sheet,
            search_sources,
            self_examination,
            stages,
        )
        from roadmap.services import passing
        from roadmap.services.school import DATA, load_document_kinds, load_legal_acts, load_nomenclature
        from roadmap.services.skeletons import load_skeletons
        from vsoko.registries import school_parts, skeleton_texts

        stages.register()
        handlers.register()
        context.register()
        document_entries.register()
        reading_sheet.register()
        archive.register()
        menu.register()
        paper_facts.register()
        passing.register()
        paper_sources.register()
        desk.register()
        desk_leaving.register()
        desk_training.register()
        desk_copies.register()
        point_conditions.register()
        desk_years.register()
        search_sources.register()
        self_examination.register()
        control.register()
        agenda.register()
        school_parts.register("document_kinds", load_document_kinds)
        school_parts.register("nomenclature", load_nomenclature)
        school_parts.register("legal_acts", load_legal_acts)
        school_parts.register("skeletons", load_skeletons)
        skeleton_texts.register("roadmap", DATA / "texts")
