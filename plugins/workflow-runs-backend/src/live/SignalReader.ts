import { LoggerService } from '@backstage/backend-plugin-api';
import { RunQueries } from '../queries/RunQueries';
import { LogEvent } from '../readers/LogEvent';
import { LogHandler, Write } from '../readers/LogHandler';
import { HintSender } from './HintSender';
import { LiveSubscriptions } from './LiveSubscriptions';
import { every, Paced } from './Paced';

/** Hints of so long are one, in milliseconds. */
const PACE_MS = 500;
/** Ids that one hint holds; whoever is told of more is told in several. */
const MAX_RUNS = 200;

/**
 * Gives users hints that runs have changed, by signals: ids, and nothing of what has changed. Like every reader of the
 * log it works in one backend at a time, and another takes over where that one ends. A hint may be lost.
 */
export class SignalReader implements LogHandler {
  readonly name = 'signals';
  /** What was before was seen by whoever loaded it. */
  readonly startsAt = 'head';
  readonly #hints = new Map<string, Set<string>>();
  readonly #publishing: Paced;
  #position = 0;

  constructor(
    private readonly options: {
      runs: RunQueries;
      subscriptions: LiveSubscriptions;
      hints: HintSender;
      logger: LoggerService;
    },
  ) {
    this.#publishing = new Paced(
      every(PACE_MS),
      () => this.#publish(),
      error => options.logger.warn(`Hints by signals are lost: ${error}`),
    );
  }

  async *handle(events: LogEvent[]): AsyncIterable<Write> {
    const { runs, subscriptions } = this.options;
    // An import tells of what has happened elsewhere, some of it long ago.
    const ids = new Set(
      events.filter(({ mode }) => mode === 'live').map(({ runId }) => runId),
    );
    if (ids.size === 0 || !(await subscriptions.isWanted())) return;
    const changed = await runs.getMany([...ids]);
    const told = await subscriptions.toTell(
      changed.filter(run => run !== undefined),
    );
    yield async () => {
      for (const [user, runIds] of told) {
        const hints = this.#hints.get(user) ?? new Set();
        for (const runId of runIds) hints.add(runId);
        this.#hints.set(user, hints);
      }
      this.#position = events[events.length - 1].position;
      if (told.size > 0) this.#publishing.wake();
    };
  }

  /** A hint of long ago is none. */
  async *rebuild(): AsyncIterable<Write> {}

  async #publish(): Promise<void> {
    const hints = [...this.#hints];
    const position = this.#position;
    this.#hints.clear();
    for (const [userRef, ids] of hints) {
      const all = [...ids];
      for (let i = 0; i < all.length; i += MAX_RUNS) {
        const runIds = all.slice(i, i + MAX_RUNS);
        await this.options.hints.send(userRef, { runIds, position });
      }
    }
  }
}
