"""Makes the sample workspace: everything in one step, then the steps of two weeks at work."""

from collections.abc import Mapping
from datetime import date

from crm_desktop.errors import CrmError
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Transaction
from crm_desktop.sample.companies import add_companies
from crm_desktop.sample.deal_lines import add_deal_parts
from crm_desktop.sample.deals import add_deals, plan_deals
from crm_desktop.sample.facts import Facts, sample_facts
from crm_desktop.sample.files import add_files
from crm_desktop.sample.goals import add_goals
from crm_desktop.sample.history import LATER_INTERACTIONS, LATER_TASKS, history_steps
from crm_desktop.sample.interactions import add_interactions
from crm_desktop.sample.known import add_known
from crm_desktop.sample.load import Load, roomy_cache
from crm_desktop.sample.moment import moment_of
from crm_desktop.sample.offer import add_products, add_stages
from crm_desktop.sample.people import add_people
from crm_desktop.sample.points import add_points
from crm_desktop.sample.purchases import add_purchases
from crm_desktop.sample.steps import acting, take_steps
from crm_desktop.sample.tasks import add_tasks
from crm_desktop.sample.team import add_team
from crm_desktop.sample.ticket_plan import plan_tickets
from crm_desktop.sample.tickets import add_tickets
from crm_desktop.sample.ties import add_ties
from crm_desktop.sample.views import add_views
from crm_desktop.sample.world import World
from crm_desktop.store.file_store import FileStore
from crm_desktop.words import _

SEED = 7


def generate(
    journal: Journal,
    size: str = "small",
    seed: int = SEED,
    today: date | None = None,
    progress: Progress | None = None,
    *,
    files: FileStore | None = None,
) -> Mapping[str, int]:
    """Fill the empty workspace of `journal` with a sample of `size` (small, large); return the rows by table.

    The same `seed` and `today` make the same records. A `today` that is a datetime also says what time it is then.
    The files are kept in `files`; without it there are none. Raises Cancelled, which leaves no record, and CrmError
    where the workspace holds contacts already.
    """
    facts = sample_facts(size)
    moment = moment_of(today or journal.clock().astimezone(journal.zone), journal.zone)
    world = World(seed, facts, moment, journal.currency)
    with (
        acting(journal, journal.member, moment.loaded),
        roomy_cache(journal.store.writer, _expected_rows(facts)),
        journal.transaction(_("Sample data")) as tx,
    ):
        _check_empty(tx)
        load = Load(tx, progress or Progress(), _expected_rows(facts))
        _load(load, world)
        if files is not None:
            add_files(load, world, files)
        counts = load.counts
        counts |= {"team": facts.teams, "member": facts.members}
    steps = history_steps(world)
    take_steps(journal, steps)
    for write in (write for step in steps for write in step.writes if write.new):
        counts[write.table] = counts.get(write.table, 0) + 1
    return counts


def _load(load: Load, world: World) -> None:
    add_team(load.tx, world, load.tx.member)
    add_stages(load.tx, world)
    add_products(load, world)
    add_companies(load, world)
    add_people(load, world)
    add_points(load, world)
    add_ties(load, world)
    plan_deals(world)
    add_deals(load, world)
    add_deal_parts(load, world)
    plan_tickets(world)
    add_tickets(load, world)
    add_interactions(load, world, LATER_INTERACTIONS)
    add_tasks(load, world, LATER_TASKS)
    add_known(load, world)
    add_purchases(load, world)
    add_views(load, world)
    add_goals(load, world)


def _expected_rows(facts: Facts) -> int:
    """Return about how many rows there will be, by which progress is told."""
    contacts = facts.companies + facts.people
    known = facts.known_facts + facts.promises + facts.consents + facts.purchases
    known += facts.relationships + facts.past_jobs + facts.side_jobs + facts.participants
    return 4 * contacts + 7 * facts.deals + 4 * facts.tickets + facts.interactions + facts.tasks + known


def _check_empty(tx: Transaction) -> None:
    if tx.connection.execute("SELECT 1 FROM contact LIMIT 1").fetchone() is not None:
        raise CrmError(_("This workspace holds contacts already. Make a new one for the sample."))
