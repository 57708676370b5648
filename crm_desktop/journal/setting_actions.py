"""Changing a setting: those of the workspace and of members are journalled and travel, those of the device stay."""

import json

from crm_desktop.errors import CrmError
from crm_desktop.journal.journal import Journal
from crm_desktop.settings import KEYS, SETTINGS, Scope, Setting
from crm_desktop.store.leading import check_leads
from crm_desktop.store.sites import set_local_value
from crm_desktop.store.workspace_settings import key_of, setting_named, setting_row
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _


def save_setting(journal: Journal, name: str, value: str) -> None:
    """Give the setting called `name` the value `value`; raises CrmError where it is none of its choices.

    What belongs to a member is changed for the one who changes it, what is everybody's by those who lead: NotYours.
    """
    declared = setting_named(name)
    _check(declared, value)
    if declared.section == KEYS and value:
        with journal.store.reader() as reader:
            _check_key(reader, declared, value)
    if declared.scope is Scope.DEVICE:
        with journal.store.writing:
            set_local_value(journal.store.writer, f"setting.{name}", value)
        return
    with journal.transaction(_("Change setting {name}").format(name=_(declared.label))) as tx:
        if declared.scope is Scope.WORKSPACE:
            check_leads(tx.connection)
        row = setting_row(tx.connection, declared, journal.member)
        if row is None:
            whose = journal.member if declared.scope is Scope.MEMBER else None
            tx.insert("setting", {"name": name, "value": json.dumps(value), "member": whose})
        else:
            tx.update("setting", row[0], {"value": json.dumps(value)})


def _check_key(reader: Connection, declared: Setting, letter: str) -> None:
    """Raise CrmError where another act has the key."""
    taken = next(
        (each for each in SETTINGS if each.section == KEYS and each != declared and key_of(reader, each) == letter),
        None,
    )
    if taken is not None:
        raise CrmError(
            _("“{key}” is the key of “{act}”. Give that another key first.").format(key=letter, act=_(taken.label))
        )


def _check(declared: Setting, value: str) -> None:
    if declared.choices and value not in [choice for choice, _label in declared.choices]:
        raise CrmError(
            _("“{value}” is not one of the choices for {setting}.").format(value=value, setting=_(declared.label))
        )
