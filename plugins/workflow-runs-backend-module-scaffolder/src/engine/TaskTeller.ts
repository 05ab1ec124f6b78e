import { RunSink } from 'backstage-plugin-workflow-runs-node';
import { ScaffolderApi } from '../client/ScaffolderApi';
import { Task, TaskEvent } from '../map/task';
import { toLines } from '../map/toLines';
import { toSnapshot } from '../map/toSnapshot';
import { TaskHistory } from './TaskHistory';

/** Tasks that are read at a time. */
const AT_ONCE = 4;

/** Tells of tasks: reads what has happened to each, and says it. */
export class TaskTeller {
  readonly #history: TaskHistory;

  constructor(
    private readonly options: {
      api: Pick<ScaffolderApi, 'eventsOf' | 'get'>;
      recovers: boolean;
      now: () => number;
    },
  ) {
    this.#history = new TaskHistory(options.api);
  }

  /** @returns how often the scaffolder was asked */
  async tell(
    tasks: readonly Task[],
    sink: RunSink,
    signal: AbortSignal,
  ): Promise<number> {
    const waiting = [...tasks];
    const work = async () => {
      for (let task = waiting.shift(); task; task = waiting.shift()) {
        signal.throwIfAborted();
        await this.#tell(task, sink, signal);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return tasks.length;
  }

  async #tell(listed: Task, sink: RunSink, signal: AbortSignal): Promise<void> {
    const { recovers, now } = this.options;
    const events = await this.#history.read(listed, signal);
    const task = await this.#upToDate(listed, events, signal);
    const ways = { recovers };
    const snapshot = toSnapshot(task, events, { ...ways, now: now() });
    const { outcome } = await sink.observe(snapshot);
    if (outcome === 'gone') return;
    const known = await sink.recorded(snapshot);
    const lines = toLines(task, events, ways, known);
    if (lines.length > 0) await sink.record(snapshot, lines);
  }

  /** It has ended since it was listed: what it says of itself would be old until somebody asks again. */
  async #upToDate(
    task: Task,
    events: readonly TaskEvent[],
    signal: AbortSignal,
  ): Promise<Task> {
    const isOver = events[events.length - 1]?.type === 'completion';
    if (!isOver || task.status !== 'processing') return task;
    return (await this.options.api.get(task.id, signal)) ?? task;
  }
}
