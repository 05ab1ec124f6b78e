import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { isRunVisible, Visibility } from '../queries/condition';
import { DatabaseRow } from '../queries/DatabaseRow';
import { resourceOf } from '../queries/resourceOf';
import { RunRecord } from '../queries/runToWire';

/** How long somebody hears of runs who says nothing more, in milliseconds. */
export const SUBSCRIBED_MS = 10 * 60_000;

/** What is subscribed to. */
export interface Subjects {
  /** Ids. */
  runs: readonly string[];
  /** Ids. */
  workflows: readonly string[];
  /** All runs that the user may see. */
  all: boolean;
}

/**
 * Who wants hints of which runs. They are in the database, so that whichever backend reads the log can tell; and short-lived,
 * so that what a user could read then is believed for ten minutes and no longer.
 */
export class LiveSubscriptions {
  constructor(
    private readonly options: {
      knex: Knex;
      now: () => number;
      /** That one user may have. */
      max: number;
    },
  ) {}

  /** Whether the user hears of all of this already; nobody does of nothing. */
  async holds(userRef: string, subjects: Subjects): Promise<boolean> {
    const wanted = toRows(subjects).map(keyOf);
    const had = await this.#of(userRef);
    return wanted.length > 0 && wanted.every(key => had.has(key));
  }

  /**
   * @returns until when, in epoch milliseconds
   * @throws ConflictError where the user has too many
   */
  async subscribe(
    userRef: string,
    subjects: Subjects,
    visibility: Visibility,
  ): Promise<number> {
    const { knex, now, max } = this.options;
    const at = now();
    const expires_at = at + SUBSCRIBED_MS;
    const rows = toRows(subjects).map(row => ({
      ...row,
      user_ref: userRef,
      visibility: JSON.stringify(visibility),
      expires_at,
    }));
    await knex('live_subscriptions').where('expires_at', '<=', at).delete();
    const all = await this.#of(userRef);
    for (const row of rows) all.add(keyOf(row));
    if (all.size > max) {
      throw new ConflictError(
        `You would hear of ${all.size} runs and workflows, and workflowRuns.live.subscriptions allows ${max}: give up some`,
      );
    }
    if (rows.length > 0) {
      await knex('live_subscriptions')
        .insert(rows)
        .onConflict(['user_ref', 'subject_type', 'subject'])
        .merge(['visibility', 'expires_at']);
    }
    return expires_at;
  }

  /**
   * @param subjects - undefined for all
   * @returns how many are left
   */
  async unsubscribe(
    userRef: string,
    subjects: Subjects | undefined,
  ): Promise<number> {
    const own = () =>
      this.options.knex('live_subscriptions').where({ user_ref: userRef });
    if (!subjects) {
      await own().delete();
      return 0;
    }
    for (const row of toRows(subjects)) await own().where(row).delete();
    const left = await own()
      .where('expires_at', '>', this.options.now())
      .count({ count: '*' })
      .first();
    return Number(left!.count);
  }

  /** Whether anybody is to be told anything. */
  async isWanted(): Promise<boolean> {
    const row = await this.options
      .knex('live_subscriptions')
      .where('expires_at', '>', this.options.now())
      .first('user_ref');
    return row !== undefined;
  }

  /** By user, the ids of those of the runs of which they want to hear, and may. */
  async toTell(runs: readonly RunRecord[]): Promise<Map<string, string[]>> {
    const { knex, now } = this.options;
    const rows: DatabaseRow[] = await knex('live_subscriptions')
      .where('expires_at', '>', now())
      .where(either =>
        either
          .where(each =>
            each.where('subject_type', 'run').whereIn(
              'subject',
              runs.map(({ id }) => id),
            ),
          )
          .orWhere(each =>
            each
              .where('subject_type', 'workflow')
              .whereIn('subject', [
                ...new Set(runs.map(({ workflow }) => workflow.id)),
              ]),
          )
          .orWhere({ subject_type: 'all' }),
      );
    const told = new Map<string, Set<string>>();
    for (const { user_ref, subject_type, subject, visibility } of rows) {
      const readable: Visibility = JSON.parse(visibility);
      for (const run of runs) {
        const about = subjectOf(run, subject_type);
        if (about !== subject || !isRunVisible(resourceOf(run), readable))
          continue;
        told.set(user_ref, (told.get(user_ref) ?? new Set()).add(run.id));
      }
    }
    return new Map([...told].map(([user, ids]) => [user, [...ids]]));
  }

  async #of(userRef: string): Promise<Set<string>> {
    const { knex, now } = this.options;
    const rows: DatabaseRow[] = await knex('live_subscriptions')
      .where({ user_ref: userRef })
      .where('expires_at', '>', now())
      .select('subject_type', 'subject');
    return new Set(rows.map(keyOf));
  }
}

/** Stands for all runs. */
const ALL = '*';

function toRows({ runs, workflows, all }: Subjects) {
  const of = (subject_type: string, subjects: readonly string[]) =>
    [...new Set(subjects)].map(subject => ({ subject_type, subject }));
  return [
    ...of('run', runs),
    ...of('workflow', workflows),
    ...of('all', all ? [ALL] : []),
  ];
}

function keyOf({ subject_type, subject }: DatabaseRow): string {
  return `${subject_type} ${subject}`;
}

/** What a row of that type says where it is about the run. */
function subjectOf(run: RunRecord, type: string): string {
  if (type === 'all') return ALL;
  return type === 'run' ? run.id : run.workflow.id;
}
