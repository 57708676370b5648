"""Starts the command line, or the app: the only file that may name both worlds."""

import sys
from collections.abc import Sequence

from crm_desktop.cli.app import run
from crm_desktop.cli.call import Opening


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what `arguments` ask for; without any, the app."""
    asked = sys.argv[1:] if arguments is None else arguments
    return run(asked, _open_app)


def _open_app(opening: Opening) -> int:
    # Qt costs a third of a second, which no other command has to pay
    from ui import main as app

    return app.run(
        sys.argv[:1], app.Opening(opening.folder, passphrase=opening.passphrase, recovery_key=opening.recovery_key)
    )


if __name__ == "__main__":
    sys.exit(main())
