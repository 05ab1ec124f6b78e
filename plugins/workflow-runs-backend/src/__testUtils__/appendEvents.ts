/*
 * One of several processes that append to the log at the same time, each by a commit lane of its
 * own: in bursts, to runs of its own and to runs that all share.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { RunFact } from 'backstage-plugin-workflow-runs-common';
import { laneOf } from '../database/open';
import { plainRedaction } from './testPrivacy';
import { connect, ConnectionOptions } from './ScriptProcess';
import { Committed, Recorder } from '../recorder/Recorder';
import { newRun } from './newRun';

export interface AppendOptions {
  connection: ConnectionOptions;
  writer: number;
  events: number;
  sharedRuns: string[];
}

export type AppendMessage =
  | { type: 'ready' }
  /** Names what was committed, and where each transition came to stand. */
  | { type: 'done'; events: string[]; positions: number[] };

const MAX_BURST = 120;
const OWN_RUNS = 3;

async function append(options: AppendOptions) {
  const knex = connect(options.connection);
  const recorder = new Recorder({
    database: laneOf(knex),
    redaction: plainRedaction(),
    now: () => Date.now(),
  });
  await knex.raw('select 1');
  say({ type: 'ready' });
  await new Promise(resolve => {
    process.once('message', resolve);
  });

  const events: string[] = [];
  const positions: number[] = [];
  const ownRuns = Array.from(
    { length: OWN_RUNS },
    (_, index) => `run_${options.writer}_${index}`,
  );
  for (const runId of ownRuns) {
    await recorder.commit(newRun(runId));
    events.push(`${runId} 0/run.queued`);
  }
  let count = 0;
  const fact = (runId: string): RunFact => {
    count += 1;
    const actionId = `${options.writer}_${count}`;
    events.push(`${runId} 0/action.completed/${actionId}`);
    return {
      type: 'action.completed',
      at: Date.now(),
      generation: 0,
      actionId,
      action: 'cancel',
    };
  };
  while (count < options.events) {
    const burst: Promise<Committed>[] = [];
    const size = 1 + Math.floor(Math.random() * MAX_BURST);
    for (let i = 0; i < size; i++) {
      const runId = oneOf(i % 2 === 0 ? options.sharedRuns : ownRuns);
      const facts = Array.from({ length: 1 + (i % 3) }, () => fact(runId));
      burst.push(recorder.commit({ runId, facts }));
    }
    for (const { position } of await Promise.all(burst)) {
      positions.push(position!);
    }
    if (size % 4 === 0) await sleep(Math.random() * 5);
  }
  say({ type: 'done', events, positions });
  await knex.destroy();
  process.disconnect?.();
}

function oneOf<T>(values: T[]): T {
  return values[Math.floor(Math.random() * values.length)];
}

function say(message: AppendMessage) {
  process.send!(message);
}

process.once('message', options => append(options as AppendOptions));
