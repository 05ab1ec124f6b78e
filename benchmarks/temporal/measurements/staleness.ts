import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Knex } from 'knex';
import { openIds, Population } from './population';

const SIGNAL_EVERY_MS = 200;
/** Of as many signals one is for the run that is watched. */
const WATCHED_EVERY = 4;
const LOOK_MS = 50;
/** What was not seen by then is missed. */
const PATIENCE_MS = 30_000;

/**
 * Tells open executions something all the time, one of them that somebody watches among them, and looks how long it
 * takes until the store knows.
 */
export async function measureStaleness(
  knex: Knex,
  { address, open, seconds }: Population & { seconds: number },
  watched: { workflowId: string; runId: string },
) {
  const connection = await Connection.connect({ address });
  const { workflow } = new Client({ connection });
  const others = openIds(open).filter(id => id !== watched.workflowId);
  const sent = new Map<string, number>();
  const seen = new Map<string, number>();
  let isOver = false;

  const looking = (async () => {
    while (!isOver) {
      const known = await knex('steps')
        .where('step_key', 'like', 'note-%')
        .pluck('step_key');
      const at = Date.now();
      for (const key of known) if (!seen.has(key)) seen.set(key, at);
      await sleep(LOOK_MS);
    }
  })();

  const until = Date.now() + seconds * 1_000;
  for (let number = 0; Date.now() < until; number += 1) {
    const isWatched = number % WATCHED_EVERY === 0;
    const id = isWatched
      ? watched.workflowId
      : others[randomInt(others.length)];
    const name = `note-${isWatched ? 'watched' : 'open'}-${number}`;
    await workflow.getHandle(id).signal(name);
    sent.set(name, Date.now());
    await sleep(SIGNAL_EVERY_MS);
  }
  const deadline = Date.now() + PATIENCE_MS;
  while (seen.size < sent.size && Date.now() < deadline) await sleep(LOOK_MS);
  isOver = true;
  await looking;
  await connection.close();

  const agesOf = (kind: string) => {
    const names = [...sent.keys()].filter(name => name.includes(kind));
    const ages = names
      .filter(name => seen.has(name))
      // It may be seen before the call has told us that it was sent.
      .map(name => Math.max(0, seen.get(name)! - sent.get(name)!))
      .sort((a, b) => a - b);
    const at = (share: number) =>
      ages[Math.min(ages.length - 1, Math.floor(ages.length * share))] ??
      Infinity;
    return {
      p50: at(0.5),
      p95: at(0.95),
      most: at(1),
      missed: names.length - ages.length,
    };
  };
  return { open: agesOf('open'), watched: agesOf('watched') };
}
