import { ScaffolderApi } from '../client/ScaffolderApi';
import { inOrder, Task, TaskEvent } from '../map/task';

/** Tasks whose events are remembered. */
const MAX_TASKS = 200;
/** Characters that are kept of the lines of the log: what is in them has been told. */
const MAX_KEPT = 300;

/** Reads what has happened to tasks; of those that it has read before, only what is new. */
export class TaskHistory {
  readonly #known = new Map<string, TaskEvent[]>();

  constructor(private readonly api: Pick<ScaffolderApi, 'eventsOf'>) {}

  /** All events of a task, in their order. */
  async read(task: Task, signal: AbortSignal): Promise<TaskEvent[]> {
    const known = this.#known.get(task.id) ?? [];
    // Nothing has happened to it, and the scaffolder would wait for that to change.
    const isUntouched =
      task.status === 'open' && !task.lastHeartbeatAt && known.length === 0;
    if (isUntouched) return [];
    const last = known[known.length - 1];
    // The last one that is known comes again: the scaffolder holds back an answer in which there is nothing.
    const after = last && last.id - 1;
    const news = await this.api.eventsOf(task.id, after, signal);
    const events = inOrder([...known, ...news]);
    this.#remember(task.id, events);
    return events;
  }

  #remember(id: string, events: readonly TaskEvent[]): void {
    this.#known.delete(id);
    this.#known.set(id, events.map(shortened));
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_TASKS) break;
      this.#known.delete(oldest);
    }
  }
}

function shortened(event: TaskEvent): TaskEvent {
  const { body } = event;
  if (body.status || body.message.length <= MAX_KEPT) return event;
  return {
    ...event,
    body: { ...body, message: body.message.slice(0, MAX_KEPT) },
  };
}
