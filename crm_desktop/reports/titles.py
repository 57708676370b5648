"""What the reports are called, by their names: known before a report or what it is made of is loaded."""

from collections.abc import Mapping

from crm_desktop.words import N_

TITLES: Mapping[str, str] = {
    "sales_by_month": N_("Sales by month"),
    "pipeline_by_stage": N_("Pipeline by stage"),
    "won_and_lost": N_("Won and lost by agent"),
    "tickets_by_status": N_("Tickets by status and age"),
}
