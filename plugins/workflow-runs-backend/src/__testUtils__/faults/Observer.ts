import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Knex } from 'knex';
import { connect } from '../ScriptProcess';
import { Observations, toEvent } from './check/Evidence';
import { eventText } from './check/checkObservations';
import { resultName } from './check/checkResults';

/** A parameter each, and SQLite takes a thousand. */
const CHUNK = 500;

/**
 * Reads the log while runs go on, and remembers it: what was committed once must be found again, and
 * a reader of the log must never miss what stands before what it has read.
 */
export class Observer {
  readonly observations: Observations = {
    events: new Map(),
    results: new Map(),
    problems: [],
  };
  #position = 0;

  /** Reads what is new. */
  async look(knex: Knex): Promise<void> {
    // A backend may have died before it had made the tables.
    if (!(await knex.schema.hasTable('run_events'))) return;
    const rows = await knex('run_events')
      .where('position', '>', this.#position)
      .orderBy('position');
    const completed = new Set<string>();
    for (const row of rows) {
      const event = toEvent(row);
      this.#position += 1;
      if (event.position !== this.#position) {
        this.observations.problems.push(
          `a reader behind ${this.#position - 1} was given ${event.position}`,
        );
        this.#position = event.position;
      }
      this.observations.events.set(event.position, eventText(event));
      if (event.fact.type === 'step.completed') completed.add(event.runId);
    }
    await this.#lookAtResults(knex, [...completed]);
  }

  async #lookAtResults(knex: Knex, runIds: string[]) {
    const { results } = this.observations;
    for (let start = 0; start < runIds.length; start += CHUNK) {
      const rows = await knex('run_io')
        .where({ direction: 'output' })
        .whereIn('run_id', runIds.slice(start, start + CHUNK));
      for (const row of rows) {
        const name = resultName(row);
        if (!results.has(name)) results.set(name, row.content);
      }
    }
  }
}

/**
 * Lets somebody read a SQLite file that a backend has left behind by its death. The next backend must
 * find it as it was, with the log that has to be recovered, so what is opened is a copy.
 */
export async function withCopyOf<T>(
  filename: string,
  read: (knex: Knex) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'workflow-runs-copy-'));
  try {
    const copy = join(directory, 'runs.sqlite');
    for (const suffix of ['', '-wal']) {
      if (existsSync(filename + suffix)) {
        copyFileSync(filename + suffix, copy + suffix);
      }
    }
    const knex = connect({
      client: 'better-sqlite3',
      connection: { filename: copy },
    });
    try {
      return await read(knex);
    } finally {
      await knex.destroy();
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
}
