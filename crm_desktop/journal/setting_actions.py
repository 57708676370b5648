"""Changing a setting: those of the workspace are journalled and travel, those of the device stay on it."""

import json

from crm_desktop.errors import CrmError
from crm_desktop.journal.journal import Journal
from crm_desktop.settings import Scope, Setting
from crm_desktop.store.sites import set_local_value
from crm_desktop.store.workspace_settings import setting_named
from crm_desktop.words import _


def save_setting(journal: Journal, name: str, value: str) -> None:
    """Give the setting called `name` the value `value`; raises CrmError where it is none of its choices."""
    declared = setting_named(name)
    _check(declared, value)
    if declared.scope is Scope.DEVICE:
        with journal.store.writing:
            set_local_value(journal.store.writer, f"setting.{name}", value)
        return
    with journal.transaction(_("Change setting {name}").format(name=_(declared.label))) as tx:
        row = tx.connection.execute(
            "SELECT id FROM setting WHERE name = ? AND removed_at IS NULL ORDER BY rid LIMIT 1", (name,)
        ).fetchone()
        if row is None:
            tx.insert("setting", {"name": name, "value": json.dumps(value)})
        else:
            tx.update("setting", row[0], {"value": json.dumps(value)})


def _check(declared: Setting, value: str) -> None:
    if declared.choices and value not in [choice for choice, _label in declared.choices]:
        raise CrmError(
            _("“{value}” is not one of the choices for {setting}.").format(value=value, setting=_(declared.label))
        )
