"""The report in the design picture, figure for figure."""

from datetime import UTC, datetime, timedelta, timezone

from crm_desktop.reports.chart import Chart, ChartKind, Series, Unit, UnitKind
from crm_desktop.reports.pdf_report import Print
from crm_desktop.reports.report import ColumnKind, Figure, Report, ReportColumn, ReportTable
from crm_desktop.values.money import Money

MONTHS = ("Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May")
MADE_AT = datetime(2026, 5, 14, 9, 41, tzinfo=timezone(timedelta(hours=2)))


def thousands(*values: float) -> tuple[float, ...]:
    return tuple(value * 1000 for value in values)


def sales_chart(kind: ChartKind = ChartKind.STACKED) -> Chart:
    return Chart(
        kind=kind,
        title="Won amount by month and product",
        note="Thousand dollars. March passed its goal; the autumn rise comes from GTX Plus Pro.",
        unit=Unit(UnitKind.MONEY, "USD"),
        categories=MONTHS,
        series=(
            Series("GTX Plus Pro", thousands(38, 41, 36, 48, 52, 61, 44, 39, 58, 69, 63, 41), 1),
            Series("GTX Pro", thousands(24, 22, 27, 25, 31, 33, 22, 26, 34, 40, 37, 22), 2),
            Series("MG Advanced", thousands(14, 12, 11, 16, 15, 18, 12, 13, 20, 25, 23, 13), 3),
            Series("Others", thousands(8, 9, 7, 10, 12, 14, 9, 10, 14, 18, 16, 8), 6),
        ),
        goal=thousands(90, 90, 90, 100, 100, 120, 90, 100, 140, 140, 150, 160),
        keys=MONTHS,
    )


def products() -> ReportTable:
    columns = (
        ReportColumn("product", "Product", share=30),
        ReportColumn("deals", "Deals", ColumnKind.COUNT, share=13),
        ReportColumn("won", "Won amount", ColumnKind.MONEY, "USD", share=18, whole=True),
        ReportColumn("share", "Share", ColumnKind.PERCENT, share=13),
        ReportColumn("average", "Average", ColumnKind.MONEY, "USD", share=14, whole=True),
        ReportColumn("change", "Change", ColumnKind.CHANGE, share=12),
    )
    rows = (
        ("GTX Plus Pro", 107, 59012000, 47.0, 551500, 12.0),
        ("GTX Pro", 71, 34326000, 27.0, 483500, 4.0),
        ("MG Advanced", 57, 19241000, 15.0, 337600, -6.0),
        ("GTX Plus Basic", 65, 7130000, 6.0, 109700, 9.0),
        ("GTX Basic", 73, 4012000, 3.0, 55000, -2.0),
        ("MG Special", 418, 2300000, 2.0, 5500, 1.0),
    )
    total = ("Total", 791, 126021000, 100.0, 159300, 5.0)
    return ReportTable("by_product", "By product", columns, rows, total, (1, 2, 3, 6, 6, 6), tuple("abcdef"))


def customers() -> ReportTable:
    columns = (
        ReportColumn("company", "Company", share=40),
        ReportColumn("sector", "Sector", share=26),
        ReportColumn("lifetime_value", "Lifetime value", ColumnKind.MONEY, "USD", share=20, whole=True),
        ReportColumn("orders", "Orders", ColumnKind.COUNT, share=14),
    )
    rows = (
        ("Hottechi", "Retail", 20145000, 41),
        ("Umbrella Corporation", "Medical", 17630000, 52),
        ("Acme Corporation", "Technology", 14893000, 39),
        ("Konex", "Technology", 11576000, 28),
        ("Betasoloin", "Medical", 9734000, 31),
        ("Kan-code", "Software", 8812000, 24),
    )
    return ReportTable("best_customers", "Best customers", columns, rows)


def sales_report() -> Report:
    return Report(
        name="sales_by_month",
        title="Sales by month",
        subtitle="1 June 2025 to 14 May 2026",
        filters=(("Team", "West"), ("Stage", "Won"), ("Owner", "everyone"), ("Currency", "US dollar")),
        figures=(
            Figure("Won amount", "$1,260,210", "+5\u202f% on the year before"),
            Figure("Deals won", "791", "+18"),
            Figure("Average deal", "$1,593", "−1\u202f%"),
            Figure("Win rate", "63\u202f%", "of 1,256 closed"),
            Figure("Goal reached", "92\u202f%", "of $1,370,000"),
        ),
        chart=sales_chart(),
        tables=(products(), customers()),
        data_time=datetime(2026, 5, 14, 7, 38, tzinfo=UTC),
        parameters={"team": "West"},
        raw_figures={"won": Money(126021000, "USD"), "deals": 791, "win_rate": 63.0},
    )


def printed(language: str = "en") -> Print:
    return Print(MADE_AT, language, workspace_name="Hartwell Parts", author="Anna Snelling")
