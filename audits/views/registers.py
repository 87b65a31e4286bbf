"""Реестры (domain text, D17): audits, findings and actions whole, under the filter of their list, as tables for Excel."""

from audits.register_columns import ACTIONS, AUDITS, FINDINGS, RESPONSIBLE
from audits.views.actions import ActionList
from audits.views.audits import AuditList
from audits.views.finding_register import FindingList, marked
from vsoko.views.spreadsheet import SpreadsheetMixin


class AuditExport(SpreadsheetMixin, AuditList):
    file_name = "audity"
    columns = AUDITS

    def get_queryset(self):
        return super().get_queryset().select_related("auditee")


class FindingExport(SpreadsheetMixin, FindingList):
    file_name = "zaklyucheniya"
    columns = FINDINGS

    def get_queryset(self):
        rows = super().get_queryset().select_related("repeat_of").prefetch_related("causes", RESPONSIBLE)
        pks = marked(self.request)
        return rows.filter(pk__in=pks) if pks else rows


class ActionExport(SpreadsheetMixin, ActionList):
    file_name = "deystviya"
    columns = ACTIONS
