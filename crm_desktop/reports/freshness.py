"""A report says how fresh its numbers are: when this computer last synced, and whose changes may be missing."""

from dataclasses import replace
from datetime import UTC, datetime

from crm_desktop.reports.report import Report
from crm_desktop.schema.forms import Place
from crm_desktop.store.freshness import silence_in_words, silent_devices, synced_at
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _


def with_freshness(reader: Connection, report: Report, place: Place) -> Report:
    """Return `report` with the instant of the last sync, and a line that names computers not heard of for long.

    Where nothing is shared the report stays as it is.
    """
    synced, silent = synced_at(reader), silent_devices(reader, int(place.clock().timestamp() * 1000))
    if synced is None and not silent:
        return report
    told = ((_("May miss changes"), silence_in_words(silent)),) if silent else ()
    # who shares by parcels alone meets no server
    data_time = None if synced is None else datetime.fromtimestamp(synced / 1000, UTC)
    return replace(report, data_time=data_time, filters=(*report.filters, *told), silence=silence_in_words(silent))
