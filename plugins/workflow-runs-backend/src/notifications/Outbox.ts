import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { Content, Fail, Order, Settle, Tell } from './Order';
import { ToldRun } from './Wording';

/** What comes right behind takes its place unsaid: a step that waits, and is decided at once. */
const GATHER_MS = 2_000;
/** Failures that come so soon behind the first one are counted with it. */
const GATHER_FAILURES_MS = 20_000;
/** A workflow that fails again so soon has not recovered: nobody is called anew. */
const RELAPSE_MS = 60 * 60_000;
/** How long a workflow has to go without a failure for it to be said that it does. */
const CALM_MS = 10 * 60_000;
/** What was settled before is not needed for longer. */
const KEPT_MS = 90 * 86_400_000;

/** Something that is to be sent. */
export interface Due {
  scope: string;
  topic: string;
  runId: string;
  workflowId: string;
  environment: string;
  content: Content;
  recipients: string[];
  toWatchers: boolean;
  actors: string[];
  revision: number;
  dueAt: number;
  /** Whom it was sent to before; null: nobody yet. */
  sentTo: string[] | null;
  isSettled: boolean;
  /** Of an episode of failures. */
  fingerprint: string | null;
  failures: number | null;
}

/** Writes what is to be said. */
export async function writeOrder(
  trx: Knex.Transaction,
  order: Order,
  run: ToldRun,
  options: { now: number; position: number; resolutions: boolean },
): Promise<void> {
  switch (order.type) {
    case 'tell':
      await tell(trx, order, run, options.now);
      break;
    case 'settle':
      await settle(trx, order, run, options);
      break;
    case 'fail':
      await fail(trx, order, run, options);
      break;
    default:
      await recover(trx, run, options);
  }
}

async function tell(
  trx: Knex.Transaction,
  order: Tell,
  run: ToldRun,
  now: number,
): Promise<void> {
  const { scope } = order;
  const said = {
    topic: order.topic,
    content: JSON.stringify(order.content),
    recipients: JSON.stringify(order.recipients),
    to_watchers: order.toWatchers,
    actors: JSON.stringify(order.actors),
    due_at: now + GATHER_MS,
    written_at: now,
    settled_at: null,
  };
  await trx('notifications')
    .insert({ ...placeOf(run), scope, ...said, revision: 1 })
    .onConflict('scope')
    .merge({ ...said, revision: trx.raw('notifications.revision + 1') });
}

async function settle(
  trx: Knex.Transaction,
  { scope, title, actors }: Settle,
  { id }: ToldRun,
  { now, resolutions }: { now: number; resolutions: boolean },
): Promise<void> {
  const open = () => {
    const query = trx('notifications')
      .where({ run_id: id })
      .whereNull('settled_at');
    return scope.endsWith(':')
      ? query.whereRaw('substr(scope, 1, ?) = ?', [scope.length, scope])
      : query.where({ scope });
  };
  const rows: DatabaseRow[] = await open();
  const isSaid = title !== null && resolutions;
  for (const row of rows) {
    const content: Content = JSON.parse(row.content);
    await trx('notifications')
      .where({ scope: row.scope })
      .update({
        settled_at: now,
        // What nobody has heard of need not be taken back.
        due_at: isSaid && row.sent_to !== null ? now + GATHER_MS : null,
        ...(isSaid && {
          content: JSON.stringify({ ...content, title, severity: 'low' }),
          actors: JSON.stringify(actors),
          revision: row.revision + 1,
        }),
      });
  }
}

async function fail(
  trx: Knex.Transaction,
  order: Fail,
  run: ToldRun,
  { now, position }: { now: number; position: number },
): Promise<void> {
  const { fingerprint } = order;
  const { workflowId: workflow_id, environment } = run;
  const latest = await trx('notifications')
    .where({ workflow_id, environment, fingerprint })
    .orderBy('written_at', 'desc')
    .first();
  if (latest && (await goesOn(trx, latest, now))) {
    const isUnsaid = latest.sent_to === null;
    await trx('notifications')
      .where({ scope: latest.scope })
      .update({
        failures: latest.failures + 1,
        settled_at: null,
        written_at: now,
        revision: latest.revision + 1,
        // That it was over is not true any more.
        due_at: isUnsaid ? latest.due_at : null,
      });
    return;
  }
  await trx('notifications').insert({
    ...placeOf(run),
    scope: `failures:${fingerprint.slice(0, 32)}:${environment}:${position}`,
    topic: 'failure-group-new',
    content: JSON.stringify(order.content),
    recipients: JSON.stringify(order.recipients),
    to_watchers: false,
    actors: JSON.stringify(order.actors),
    revision: 1,
    due_at: now + GATHER_FAILURES_MS,
    written_at: now,
    fingerprint,
    failures: 1,
  });
}

/** Whether a failure belongs to an episode that is known. */
async function goesOn(
  trx: Knex.Transaction,
  { settled_at, fingerprint, environment, written_at }: DatabaseRow,
  now: number,
): Promise<boolean> {
  if (settled_at !== null) return now - Number(settled_at) < RELAPSE_MS;
  // No success has ended it, so somebody has said that it is resolved: what comes back is something new.
  const resolved = await trx('failure_episodes')
    .join('failure_groups', 'failure_groups.id', 'failure_episodes.group_id')
    .where({ fingerprint, environment })
    .where('ended_at', '>', written_at)
    .first('group_id');
  return resolved === undefined;
}

async function recover(
  trx: Knex.Transaction,
  { workflowId: workflow_id, environment }: ToldRun,
  { now, resolutions }: { now: number; resolutions: boolean },
): Promise<void> {
  const open = () =>
    trx('notifications')
      .where({ workflow_id, environment })
      .whereNotNull('fingerprint')
      .whereNull('settled_at');
  // A failure that nobody has heard of yet is still one: they are told all the same.
  await open().whereNull('sent_to').update({ settled_at: now });
  await open().update({
    settled_at: now,
    revision: trx.raw('revision + 1'),
    due_at: resolutions ? now + CALM_MS : null,
  });
}

function placeOf({ id, workflowId, environment }: ToldRun) {
  return { run_id: id, workflow_id: workflowId, environment };
}

/** What is to be sent by now, the oldest first. */
export async function dueBy(
  knex: Knex,
  now: number,
  limit: number,
): Promise<Due[]> {
  const rows: DatabaseRow[] = await knex('notifications')
    .whereNotNull('due_at')
    .where('due_at', '<=', now)
    .orderBy(['due_at', 'scope'])
    .limit(limit);
  return rows.map(row => ({
    scope: row.scope,
    topic: row.topic,
    runId: row.run_id,
    workflowId: row.workflow_id,
    environment: row.environment,
    content: JSON.parse(row.content),
    recipients: JSON.parse(row.recipients),
    toWatchers: Boolean(row.to_watchers),
    actors: JSON.parse(row.actors),
    revision: row.revision,
    dueAt: Number(row.due_at),
    sentTo: row.sent_to === null ? null : JSON.parse(row.sent_to),
    isSettled: row.settled_at !== null,
    fingerprint: row.fingerprint,
    failures: row.failures,
  }));
}

/**
 * Writes down that something was sent, or need not be. Where something else is to be said meanwhile, that is
 * sent as well.
 *
 * @param sentTo - nobody: it was not sent
 */
export async function markSent(
  knex: Knex,
  { scope, revision, sentTo: before }: Due,
  sentTo: string[],
  now: number,
): Promise<void> {
  const all = [...new Set([...(before ?? []), ...sentTo])];
  if (all.length > 0) {
    await knex('notifications')
      .where({ scope })
      .update({ sent_at: now, sent_to: JSON.stringify(all) });
  }
  const done = await knex('notifications')
    .where({ scope, revision })
    .update({ due_at: null });
  if (done > 0) return;
  // It was over before anybody was known to have heard of it.
  await knex('notifications')
    .where({ scope })
    .whereNull('due_at')
    .whereNull('fingerprint')
    .whereNotNull('settled_at')
    .update({ due_at: now });
}

/** Who has heard of the failed run itself, where an episode is nothing but that. */
export async function toldAlone(
  knex: Knex,
  { fingerprint, failures, runId, isSettled, sentTo }: Due,
): Promise<string[]> {
  const isOver = isSettled && sentTo !== null;
  if (fingerprint === null || failures !== 1 || isOver) return [];
  const row = await knex('notifications')
    .where({ scope: `run:${runId}:failed` })
    .first('sent_to');
  return row?.sent_to ? JSON.parse(row.sent_to) : [];
}

/** Sends it another time. */
export async function putOff(
  knex: Knex,
  scopes: string[],
  dueAt: number,
): Promise<void> {
  await knex('notifications')
    .whereIn('scope', scopes)
    .whereNotNull('due_at')
    .update({ due_at: dueAt });
}

/** Owners hear of these together: only who watches one of them hears of it alone. */
export async function leaveToWatchers(
  knex: Knex,
  scopes: string[],
): Promise<void> {
  await knex('notifications')
    .whereIn('scope', scopes)
    .update({ recipients: '[]' });
}

/** What is too old to be news is not sent. @returns how many */
export async function dropBefore(knex: Knex, time: number): Promise<number> {
  return knex('notifications')
    .whereNotNull('due_at')
    .where('due_at', '<', time)
    .update({ due_at: null });
}

/** Forgets what nothing can follow any more. */
export async function forgetOld(knex: Knex, now: number): Promise<void> {
  await knex('notifications')
    .where('written_at', '<', now - KEPT_MS)
    .delete();
}
