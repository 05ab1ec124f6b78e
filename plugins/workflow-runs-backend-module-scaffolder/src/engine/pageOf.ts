import { SyncScope } from 'backstage-plugin-workflow-runs-node';
import { ScaffolderApi } from '../client/ScaffolderApi';
import { Task } from '../map/task';

const MAX_PAGE = 100;
/** Of what has changed, the newest so many tasks are looked through; the drift goes through all of them. */
const RECENT = 500;
/** The heartbeat of a task is a little older than what has happened to it since. */
const HEARTBEAT_MS = 5_000;
const OPEN = ['open', 'processing'];

/** Tasks that are to be told of, and where those behind them begin. */
export interface Page {
  tasks: Task[];
  nextCursor: string | null;
  requests: number;
}

type Api = Pick<ScaffolderApi, 'list' | 'get'>;

/** Finds the tasks that a sync is about. The scaffolder lists them by when they were asked for, and by nothing else. */
export async function pageOf(
  api: Api,
  scope: SyncScope,
  signal: AbortSignal,
): Promise<Page> {
  if (scope.kind === 'run') {
    const task = await api.get(scope.run.nativeId, signal);
    return { tasks: task ? [task] : [], nextCursor: null, requests: 1 };
  }
  const offset = Number(scope.cursor ?? 0);
  const limit = Math.min(scope.limit, MAX_PAGE);
  const status = scope.kind === 'open' ? OPEN : [];
  const { tasks, count } = await api.list({ limit, offset, status, signal });
  const next = count < limit ? null : String(offset + count);
  if (scope.kind === 'open') {
    const ended = next === null ? await endedOf(api, scope, tasks, signal) : [];
    return {
      tasks: [...tasks, ...ended],
      nextCursor: next,
      requests: 1 + ended.length,
    };
  }
  return {
    tasks: tasks.filter(task => isWithin(task, scope)),
    nextCursor: isPast(tasks, scope, offset + count) ? null : next,
    requests: 1,
  };
}

/** Tasks that are open here, and are not there. */
async function endedOf(
  api: Api,
  scope: SyncScope & { kind: 'open' },
  open: readonly Task[],
  signal: AbortSignal,
): Promise<Task[]> {
  const listed = new Set(open.map(({ id }) => id));
  const ended: Task[] = [];
  for (const { nativeId } of scope.known) {
    if (listed.has(nativeId)) continue;
    const task = await api.get(nativeId, signal);
    if (task) ended.push(task);
  }
  return ended;
}

type Span = SyncScope & { since: number; until: number };

function isWithin(task: Task, { kind, since, until }: Span): boolean {
  const { createdAt, lastHeartbeatAt = 0 } = task;
  if (createdAt >= until) return false;
  if (kind === 'backfill') return createdAt >= since;
  return Math.max(createdAt, lastHeartbeatAt + HEARTBEAT_MS) >= since;
}

/** Whether nothing that is asked for can follow. */
function isPast(
  tasks: readonly Task[],
  { kind, since }: Span,
  looked: number,
): boolean {
  if (kind === 'window') return looked >= RECENT;
  // A task of any age may have been retried.
  if (kind === 'drift') return false;
  const last = tasks[tasks.length - 1];
  return last !== undefined && last.createdAt < since;
}
