import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { z } from 'zod';
import { Task, TaskEvent, taskEventSchema, taskSchema } from '../map/task';

/** How long an answer is waited for, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** The scaffolder holds back its answer while nothing has happened to a task: so long is it given, in milliseconds. */
const NOTHING_NEW_MS = 1_500;

const page = z.object({
  tasks: z.array(z.unknown()),
  totalTasks: z.number().optional(),
});

/** A page of tasks. */
export interface TaskPage {
  tasks: Task[];
  /** How many there were on the page: some may be none that can be understood. */
  count: number;
}

/** The API of the portal's own scaffolder, as a program of the same portal uses it. */
export class ScaffolderApi {
  constructor(
    private readonly options: {
      auth: AuthService;
      discovery: DiscoveryService;
    },
  ) {}

  /** Newest first. */
  async list(query: {
    limit: number;
    offset: number;
    status?: readonly string[];
    signal: AbortSignal;
  }): Promise<TaskPage> {
    const { limit, offset, status = [], signal } = query;
    const search = new URLSearchParams([
      ['limit', String(limit)],
      ['offset', String(offset)],
      ['order', 'desc:created_at'],
      ...status.map(each => ['status', each]),
    ]);
    const { tasks } = page.parse(await this.#get(`?${search}`, signal));
    return {
      tasks: tasks.flatMap(task => parsed(taskSchema, task)),
      count: tasks.length,
    };
  }

  /** Undefined where there is none, or none that can be understood. */
  async get(id: string, signal: AbortSignal): Promise<Task | undefined> {
    try {
      const [task] = parsed(taskSchema, await this.#get(pathOf(id), signal));
      return task;
    } catch (error) {
      if (error instanceof ResponseError && error.statusCode === 404)
        return undefined;
      throw error;
    }
  }

  /**
   * What has happened to a task behind an event; none where nothing has within a moment.
   *
   * @param after - the id of the last one that is known
   */
  async eventsOf(
    id: string,
    after: number | undefined,
    signal: AbortSignal,
  ): Promise<TaskEvent[]> {
    const wait = AbortSignal.timeout(NOTHING_NEW_MS);
    const query = after === undefined ? '' : `?after=${after}`;
    try {
      const events = await this.#get(
        `${pathOf(id)}/events${query}`,
        AbortSignal.any([signal, wait]),
      );
      return z
        .array(z.unknown())
        .parse(events)
        .flatMap(event => parsed(taskEventSchema, event));
    } catch (error) {
      if (wait.aborted && !signal.aborted) return [];
      throw error;
    }
  }

  /**
   * Asks for something in the name of a user.
   *
   * @throws ResponseError as the scaffolder refuses it
   */
  async ask(
    id: string,
    what: 'cancel' | 'retry',
    credentials: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<void> {
    const response = await this.#send(`${pathOf(id)}/${what}`, credentials, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      signal,
    });
    await response.body?.cancel();
  }

  async #get(path: string, signal: AbortSignal): Promise<unknown> {
    const credentials = await this.options.auth.getOwnServiceCredentials();
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    const response = await this.#send(path, credentials, {
      signal: AbortSignal.any([signal, limit]),
    });
    return response.json();
  }

  async #send(
    path: string,
    onBehalfOf: BackstageCredentials,
    init: RequestInit,
  ): Promise<Response> {
    const { auth, discovery } = this.options;
    const url = await discovery.getBaseUrl('scaffolder');
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf,
      targetPluginId: 'scaffolder',
    });
    const response = await fetch(`${url}/v2/tasks${path}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${token}` },
    });
    if (!response.ok) throw await ResponseError.fromResponse(response as any);
    return response;
  }
}

function pathOf(id: string): string {
  return `/${encodeURIComponent(id)}`;
}

function parsed<T extends z.ZodType>(schema: T, value: unknown): z.output<T>[] {
  const result = schema.safeParse(value);
  return result.success ? [result.data] : [];
}
