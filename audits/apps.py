from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = "Аудиты"

    def ready(self):
        from audits import (
            agenda,
            analysis_pdf,
            archive,
            audit_desk,
            consequence_pages,
            control,
            finding_desk,
            finding_pdf,
            finding_register,
            handlers,
            indicator_desk,
            opening_desk,
            pages,
            paper_sources,
            plan_desk,
            report_pdf,
            row_origins,
            search_sources,
            selfcheck_desk,
            stages,
            survey_blank,
            survey_desk,
            year_facts,
        )
        from audits.services import passing
        from audits.services.checklists import load_criteria
        from audits.services.indicators import load_indicators
        from vsoko.registries import school_parts

        analysis_pdf.register()
        archive.register()
        audit_desk.register()
        consequence_pages.register()
        control.register()
        agenda.register()
        finding_desk.register()
        finding_pdf.register()
        finding_register.register()
        handlers.register()
        indicator_desk.register()
        opening_desk.register()
        pages.register()
        plan_desk.register()
        paper_sources.register()
        passing.register()
        report_pdf.register()
        row_origins.register()
        search_sources.register()
        selfcheck_desk.register()
        stages.register()
        survey_blank.register()
        survey_desk.register()
        year_facts.register()
        school_parts.register("criteria", load_criteria)
        school_parts.register("indicators", load_indicators)
