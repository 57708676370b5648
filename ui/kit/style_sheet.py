"""The style sheet for the boxes that Qt draws itself: fields, lists, menus, scroll bars, tooltips."""

from string import Template

from ui.kit.theme import Theme

# One rule to a line; $name is a colour token, ${name} a measure from `_measures`.
_RULES = Template("""
QToolTip { background: $tooltip; color: $tooltipText; border: none; padding: ${s2}px ${s4}px; }
QMainWindow, QDialog { background: $canvas; }
QDialog { background: $popup; }
QLabel { background: transparent; }
QAbstractScrollArea { background: $surface; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }
QAbstractItemView { background: $surface; color: $text; border: none; outline: none;
  selection-background-color: $selected; selection-color: $text; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
  background: $surface; color: $text; border: 1px solid $controlBorder; border-radius: ${md}px;
  padding: 0 ${fieldPad}px; selection-background-color: $accent; selection-color: $textOnAccent; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: ${fieldInner}px; max-height: ${fieldInner}px; }
QLineEdit[small="true"], QComboBox[small="true"] { min-height: ${smallInner}px; max-height: ${smallInner}px; }
QLineEdit[large="true"] { min-height: ${largeInner}px; max-height: ${largeInner}px; }
QPlainTextEdit, QTextEdit { padding: ${s2}px ${s3}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
  border: 2px solid $focus; padding: 0 ${fieldPadFocus}px; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
  min-height: ${fieldInnerFocus}px; max-height: ${fieldInnerFocus}px; }
QLineEdit[small="true"]:focus, QComboBox[small="true"]:focus {
  min-height: ${smallInnerFocus}px; max-height: ${smallInnerFocus}px; }
QLineEdit[large="true"]:focus { min-height: ${largeInnerFocus}px; max-height: ${largeInnerFocus}px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: ${textPadFocus}px ${textPadSideFocus}px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border-color: $dangerSolid; }
QLineEdit:disabled, QLineEdit[readOnly="true"], QPlainTextEdit:disabled, QComboBox:disabled {
  background: $surfaceSunken; border-color: $hairline; color: $textDisabled; }
QLineEdit[bare="true"] { background: transparent; border: none; padding: 0; }
QLineEdit { lineedit-password-character: ${bullet}; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: ${s8}px; }
QComboBox::down-arrow { image: none; width: 0; }
QComboBox QAbstractItemView, QListView[popup="true"] {
  background: $popup; color: $text; border: 1px solid $hairlineStrong; border-radius: ${md}px; padding: ${s2}px;
  outline: none; selection-background-color: $selected; selection-color: $text; }
QComboBox QAbstractItemView::item, QListView[popup="true"]::item {
  min-height: ${smallInner}px; padding: 0 ${s3}px; border-radius: ${sm}px; }
QComboBox QAbstractItemView::item:selected, QListView[popup="true"]::item:selected {
  background: $selected; color: $text; }
QPushButton {
  background: $surface; color: $text; border: 1px solid $hairlineStrong; border-radius: ${md}px;
  padding: 0 ${s5}px; min-height: ${buttonInner}px; font-weight: 500; }
QPushButton:hover { background: $surfaceHover; }
QPushButton:pressed { background: $surfacePressed; }
QPushButton:default { background: $accent; color: $textOnAccent; border-color: $accent; }
QPushButton:default:hover { background: $accentHover; border-color: $accentHover; }
QPushButton:disabled { background: $surfaceSunken; color: $textDisabled; border-color: $hairline; }
QMenu { background: $popup; border: 1px solid $hairlineStrong; border-radius: ${lg}px; padding: ${s2}px; }
QMenu::item { padding: ${s3}px ${s8}px ${s3}px ${s4}px; border-radius: ${sm}px; color: $text; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $textDisabled; }
QMenu::separator { height: 1px; background: $hairline; margin: ${s2}px 0; }
QMenu::icon { padding-left: ${s4}px; }
QHeaderView { background: $surfaceSunken; border: none; }
QHeaderView::section { background: $surfaceSunken; color: $text2; border: none;
  border-bottom: 1px solid $hairline; padding: 0 12px; }
QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $hairlineStrong; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: ${track}px; }
QScrollBar:horizontal { height: ${track}px; }
QScrollBar::handle { background: $hairlineStrong; border-radius: ${thumbRadius}px; margin: ${thumbMargin}px; }
QScrollBar::handle:vertical { min-height: ${s9}px; }
QScrollBar::handle:horizontal { min-width: ${s9}px; }
QScrollBar::handle:hover { background: $controlBorder; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $neutralTint; border: none; border-radius: ${xs}px;
  min-height: ${s3}px; max-height: ${s3}px; }
QProgressBar::chunk { background: $accent; border-radius: ${xs}px; }
Popover QListView, Popover QScrollArea { background: $popup; }
QSplitter::handle { background: $hairline; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }
QCheckBox, QRadioButton { color: $text; spacing: ${s4}px; background: transparent; }
QGroupBox { border: none; }
""")


def style_sheet(theme: Theme) -> str:
    """Return the rules that dress Qt's own widgets in `theme`."""
    colours = {name: css(theme, name) for name in theme.tokens.colours["light"] if "." not in name}
    return _RULES.substitute(colours | {name: str(value) for name, value in _measures(theme).items()})


def css(theme: Theme, name: str) -> str:
    """Return the colour token `name` as a style sheet writes it."""
    colour = theme.colour(name)
    if colour.alpha() == 255:
        return colour.name()
    return f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, {colour.alpha()})"


def _measures(theme: Theme) -> dict[str, int]:
    field, small = theme.size("control.normal"), theme.size("control.small")
    pad, thumb, track = theme.px(9), theme.size("scrollbar.thumb"), theme.size("scrollbar.track")
    measures = {name: theme.space(name) for name in theme.tokens.spaces}
    measures |= {name: theme.radius(name) for name in theme.tokens.radii}
    return measures | {
        "fieldPad": pad,
        "fieldPadFocus": pad - 1,
        "fieldInner": field - 2,
        "fieldInnerFocus": field - 4,
        "smallInner": small - 2,
        "smallInnerFocus": small - 4,
        "largeInner": theme.size("control.large") - 2,
        "bullet": ord("\N{BULLET}"),
        "largeInnerFocus": theme.size("control.large") - 4,
        "textPadFocus": theme.space("s2") - 1,
        "textPadSideFocus": theme.space("s3") - 1,
        "buttonInner": field - 2,
        "track": track,
        "thumbMargin": (track - thumb) // 2,
        "thumbRadius": thumb // 2,
    }
