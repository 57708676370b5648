"""The recovery kit: one sheet of paper with the key, what it is for, and how it is kept."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import segno
from babel.dates import format_date
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from crm_desktop.resource_files import resource
from crm_desktop.vault.durable import write_durably, write_refused
from crm_desktop.vault.kit_name import draw_name
from crm_desktop.vault.secret import GROUPS, secret_groups, secret_text
from crm_desktop.words import _, spoken

_REGULAR, _MEDIUM, _STRONG, _MONO = "Inter-Regular", "Inter-Medium", "Inter-SemiBold", "JetBrainsMono-Regular"
_MARGIN = float(14 * mm)
_WIDTH, _HEIGHT = float(A4[0]), float(A4[1])
_INNER = _WIDTH - 2 * _MARGIN
_QR = float(44 * mm)
_PAD = 16.0
_GAP = 22.0
_ROW = 34.0
_CARD = 2 * _PAD + 22 + GROUPS / 2 * _ROW


class _Sheet(NamedTuple):
    """The page being drawn and the colours it is drawn with."""

    canvas: Canvas
    colour: Callable[[str], Color]


def write_recovery_kit(path: Path, workspace_name: str, secret: bytes, made_on: date, *, language: str = "en") -> None:
    """Write the kit of `workspace_name` to the PDF `path`, readable by its owner alone, in `language`.

    The sheet holds the key itself: it is meant to be printed, and the file deleted. Raises CrmError when `path` cannot
    be written.
    """
    content = recovery_kit(workspace_name, secret, made_on, language=language)
    try:
        write_durably(path, content)
    except OSError as error:
        raise write_refused(error, path) from error


def recovery_kit(workspace_name: str, secret: bytes, made_on: date, *, language: str = "en") -> bytes:
    """Return the kit as a PDF, to be printed without a file."""
    with spoken(language):
        return _kit(workspace_name, secret, format_date(made_on, "long", locale=language))


def _kit(workspace_name: str, secret: bytes, made_on: str) -> bytes:
    _register_fonts()
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4, invariant=1)
    canvas.setTitle(_("Recovery kit"))
    colours = json.loads(resource("tokens.json").read_text("utf-8"))["colour"]["light"]
    sheet = _Sheet(canvas, lambda name: HexColor(colours[name]))
    y = _draw_head(sheet, workspace_name, made_on)
    y = _draw_lead(sheet, y)
    y = _draw_key(sheet, y, secret)
    y = _draw_steps(sheet, y)
    y = _draw_columns(sheet, y)
    _draw_whereabouts(sheet, y)
    _draw_foot(sheet, workspace_name, made_on)
    canvas.save()
    return content.getvalue()


def _register_fonts() -> None:
    for name in (_REGULAR, _MEDIUM, _STRONG, _MONO):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, resource(f"fonts/{name}.ttf")))


def _draw_head(sheet: _Sheet, workspace_name: str, made_on: str) -> float:
    top = _HEIGHT - _MARGIN
    _text(sheet, _MARGIN, top - 20, _("Recovery kit"), _STRONG, 21)
    sheet.canvas.setFillColor(sheet.colour("text2"))
    draw_name(sheet.canvas, _MARGIN, top - 39, workspace_name, _MEDIUM, 12, width=_INNER - 130)
    _draw_mark(sheet, _WIDTH - _MARGIN, top - 31)
    sheet.canvas.setStrokeColor(sheet.colour("text"))
    sheet.canvas.setLineWidth(1.1)
    sheet.canvas.line(_MARGIN, top - 52, _WIDTH - _MARGIN, top - 52)
    _text(sheet, _MARGIN, top - 69, _("Made on {date}").format(date=made_on), _REGULAR, 9, "text2")
    return top - 69 - _GAP


def _draw_mark(sheet: _Sheet, right: float, y: float) -> None:
    """Draw the name and sign of the program so that they end at `right`."""
    name, canvas = "crm_desktop", sheet.canvas
    left = right - _width(name, _STRONG, 11)
    _text(sheet, left, y, name, _STRONG, 11)
    x, y = left - 27, y - 6
    canvas.setFillColor(sheet.colour("accent"))
    canvas.roundRect(x, y, 20, 20, 5, stroke=0, fill=1)
    white = sheet.colour("textOnAccent")
    canvas.setFillColor(white)
    canvas.setStrokeColor(white)
    canvas.setLineWidth(1.4)
    canvas.line(x + 7.5, y + 12.5, x + 12.6, y + 7.9)
    canvas.circle(x + 7.2, y + 12.8, 2.8, stroke=0, fill=1)
    canvas.circle(x + 13.6, y + 7, 2, stroke=1, fill=0)


def _draw_lead(sheet: _Sheet, y: float) -> float:
    text = _(
        "This key opens the workspace when the passphrase is forgotten. "
        "Nobody can reset a passphrase, so this sheet is the only other way in."
    )
    return _paragraph(sheet, _MARGIN, y + 8, _INNER, text, _style(sheet, 11.5, 17)) - 14


def _draw_key(sheet: _Sheet, y: float, secret: bytes) -> float:
    """Draw the card with the groups at the left and the QR code at the right, its upper edge at `y`."""
    canvas = sheet.canvas
    canvas.setFillColor(sheet.colour("surfaceSunken"))
    canvas.setStrokeColor(sheet.colour("hairlineStrong"))
    canvas.setLineWidth(0.6)
    canvas.roundRect(_MARGIN, y - _CARD, _INNER, _CARD, 6, stroke=1, fill=1)
    _text(sheet, _MARGIN + _PAD, y - _PAD - 11, _("Recovery key"), _STRONG, 11.5)
    per_column = GROUPS // 2
    for index, group in enumerate(secret_groups(secret)):
        column, row = divmod(index, per_column)
        left, base = _MARGIN + _PAD + column * 165, y - _PAD - 22 - _ROW * (row + 0.68)
        _text(sheet, left, base + 1, str(index + 1), _MEDIUM, 9, "text3")
        _text(sheet, left + 18, base, f"{group[:4]} {group[4:]}", _MONO, 18)
    left = _WIDTH - _MARGIN - _PAD - _QR
    _draw_qr(sheet, left, y - _PAD - _QR, secret)
    caption = _("The same key, to be scanned")
    centred = left + (_QR - _width(caption, _REGULAR, 8.5)) / 2
    _text(sheet, centred, y - _PAD - _QR - 14, caption, _REGULAR, 8.5, "text2")
    return y - _CARD - _GAP


def _draw_qr(sheet: _Sheet, x: float, y: float, secret: bytes) -> None:
    rows = [list(row) for row in segno.make(secret_text(secret), error="m", micro=False).matrix]
    quiet = 4  # modules of white around the code that readers need
    size = _QR / (len(rows) + 2 * quiet)
    sheet.canvas.setFillColor(sheet.colour("surface"))
    sheet.canvas.roundRect(x, y, _QR, _QR, 4, stroke=0, fill=1)
    sheet.canvas.setFillColor(sheet.colour("text"))
    path = sheet.canvas.beginPath()
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                path.rect(x + (across + quiet) * size, y + _QR - (down + quiet + 1) * size, size, size)
    sheet.canvas.drawPath(path, stroke=0, fill=1)


def _draw_steps(sheet: _Sheet, y: float) -> float:
    steps = [
        _("Start the program and choose “Use a recovery key”."),
        _("Type the eight groups in their order. Capitals, spaces and dashes do not matter, nor O for 0 or I for 1."),
        _("If a group is mistyped, its number is named. Then choose a new passphrase."),
    ]
    _text(sheet, _MARGIN, y - 11, _("How to use it"), _STRONG, 11.5)
    y -= 19
    for number, step in enumerate(steps, start=1):
        _text(sheet, _MARGIN, y - 10, f"{number}", _STRONG, 9.5, "accentText")
        y = _paragraph(sheet, _MARGIN + 18, y, _INNER - 18, step, _style(sheet)) - 4
    return y - _GAP + 6


def _draw_columns(sheet: _Sheet, y: float) -> float:
    columns = [
        (
            _("What it is for"),
            [
                _("Opening the workspace without its passphrase."),
                _("Opening it when its key files are damaged or lost."),
                _("Opening a backup that was made with this key."),
            ],
        ),
        (
            _("Where to keep it"),
            [
                _("On paper, in a safe or with someone you trust, away from the computer."),
                _("Not as a photo, not in an e-mail, not in a cloud folder."),
                _("Delete the PDF file after printing, also from the printer’s list of jobs."),
            ],
        ),
        (
            _("What it cannot do"),
            [
                _("It holds no records. Without the workspace or a backup it opens nothing."),
                _("After the recovery key is replaced, it opens only the backups made before."),
                _("It cannot tell who uses it: whoever has this sheet and the file can read everything."),
            ],
        ),
    ]
    gap = 20.0
    width = (_INNER - gap * (len(columns) - 1)) / len(columns)
    ends = [
        _draw_list(sheet, _MARGIN + place * (width + gap), y, width, title, points)
        for place, (title, points) in enumerate(columns)
    ]
    return min(ends) - _GAP + 8


def _draw_list(sheet: _Sheet, x: float, y: float, width: float, title: str, points: list[str]) -> float:
    _hairline(sheet, x, y, width)
    _text(sheet, x, y - 19, title, _STRONG, 11.5)
    y -= 28
    for point in points:
        y = _paragraph(sheet, x, y, width, point, _style(sheet)) - 6
    return y


def _draw_whereabouts(sheet: _Sheet, y: float) -> None:
    """Draw lines to write on: a sheet that nobody finds again is no help."""
    width = (_INNER - 20) / 2
    for place, label in enumerate([_("This copy is kept at"), _("Printed and checked by, on")]):
        x = _MARGIN + place * (width + 20)
        _text(sheet, x, y - 10, label, _MEDIUM, 9, "text2")
        sheet.canvas.setStrokeColor(sheet.colour("controlBorder"))
        sheet.canvas.setLineWidth(0.6)
        sheet.canvas.line(x, y - 42, x + width, y - 42)


def _draw_foot(sheet: _Sheet, workspace_name: str, made_on: str) -> None:
    _hairline(sheet, _MARGIN, _MARGIN + 16, _INNER)
    sheet.canvas.setFillColor(sheet.colour("text3"))
    draw_name(sheet.canvas, _MARGIN, _MARGIN, workspace_name, _REGULAR, 8.5, width=_INNER / 2)
    note = _("Keep this sheet secret · {date}").format(date=made_on)
    _text(sheet, _WIDTH - _MARGIN - _width(note, _REGULAR, 8.5), _MARGIN, note, _REGULAR, 8.5, "text3")


def _style(sheet: _Sheet, size: float = 9.5, leading: float = 14) -> ParagraphStyle:
    return ParagraphStyle("kit", fontName=_REGULAR, fontSize=size, leading=leading, textColor=sheet.colour("text"))


def _paragraph(sheet: _Sheet, x: float, y: float, width: float, text: str, style: ParagraphStyle) -> float:
    """Draw `text` below `y` and return where it ends."""
    paragraph = Paragraph(text, style)
    _taken, height = paragraph.wrap(width, _HEIGHT)
    paragraph.drawOn(sheet.canvas, x, y - height)
    return float(y - height)


def _width(text: str, font: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, font, size))


def _text(sheet: _Sheet, x: float, y: float, text: str, font: str, size: float, colour: str = "text") -> None:
    sheet.canvas.setFont(font, size)
    sheet.canvas.setFillColor(sheet.colour(colour))
    sheet.canvas.drawString(x, y, text)


def _hairline(sheet: _Sheet, x: float, y: float, width: float) -> None:
    sheet.canvas.setStrokeColor(sheet.colour("hairlineStrong"))
    sheet.canvas.setLineWidth(0.5)
    sheet.canvas.line(x, y, x + width, y)
