import { NotFoundError } from '@backstage/errors';
import { ScaffolderApi } from '../client/ScaffolderApi';
import { Task, TaskEvent } from '../map/task';

/** A scaffolder in memory, with the answers that the real one gives. */
export class FakeScaffolder
  implements Pick<ScaffolderApi, 'list' | 'get' | 'eventsOf' | 'ask'>
{
  readonly tasks: Task[] = [];
  readonly events = new Map<string, TaskEvent[]>();
  /** What it was asked for. */
  readonly asked: string[] = [];
  /** What it answers everything with. */
  trouble: Error | undefined;

  add(task: Task, events: TaskEvent[] = []): void {
    this.tasks.unshift(task);
    this.events.set(task.id, events);
  }

  async list(query: {
    limit: number;
    offset: number;
    status?: readonly string[];
  }) {
    if (this.trouble) throw this.trouble;
    const { limit, offset, status = [] } = query;
    this.asked.push(`list ${offset}`);
    const fitting = this.tasks.filter(
      task => status.length === 0 || status.includes(task.status),
    );
    const tasks = fitting.slice(offset, offset + limit);
    return { tasks, count: tasks.length };
  }

  async get(id: string) {
    this.asked.push(`get ${id}`);
    return this.tasks.find(task => task.id === id);
  }

  async eventsOf(id: string, after: number | undefined) {
    this.asked.push(`events ${id} ${after ?? '-'}`);
    const events = this.events.get(id);
    if (!events) throw new NotFoundError(id);
    return events.filter(event => event.id > (after ?? 0));
  }

  async ask(id: string, what: 'cancel' | 'retry') {
    if (this.trouble) throw this.trouble;
    this.asked.push(`${what} ${id}`);
  }
}
