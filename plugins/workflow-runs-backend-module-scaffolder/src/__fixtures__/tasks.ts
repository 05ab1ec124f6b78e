import { Task, TaskEvent, taskEventSchema, taskSchema } from '../map/task';

/** When the tasks of the tests were asked for. */
export const CREATED = Date.parse('2026-11-29T08:00:00.000Z');
export const after = (seconds: number) => CREATED + seconds * 1_000;
const iso = (seconds: number) => new Date(after(seconds)).toISOString();

/** A task as the scaffolder answers. */
export function taskOf(changes: Record<string, unknown> = {}): Task {
  const { spec, ...rest } = changes;
  return taskSchema.parse({
    id: 'task-1',
    status: 'processing',
    createdAt: iso(0),
    createdBy: 'user:default/ada',
    spec: {
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      parameters: { name: 'billing' },
      secrets: { token: 'never' },
      user: { ref: 'user:default/ada', entity: { secret: 'never' } },
      templateInfo: {
        entityRef: 'template:default/new-service',
        entity: { metadata: { name: 'new-service', title: 'New service' } },
      },
      steps: [
        { id: 'fetch', name: 'Fetch files', action: 'fetch:template' },
        { id: 'check', name: 'Check', action: 'example:check', if: '${{ x }}' },
      ],
      ...(spec as object),
    },
    ...rest,
  });
}

/** Events as the scaffolder writes them: each a second after the one before. */
export function eventsOf(
  ...told: [type: string, body: Record<string, unknown>][]
): TaskEvent[] {
  return told.map(([type, body], index) =>
    taskEventSchema.parse({
      id: index + 1,
      taskId: 'task-1',
      type,
      createdAt: iso(index + 1),
      body,
    }),
  );
}

type Told = [string, Record<string, unknown>];
export const starts: Told = [
  'log',
  { message: 'Starting up task with 2 steps' },
];
export const step = (
  stepId: string,
  status: string,
  message = `${status} ${stepId}`,
): Told => ['log', { stepId, status, message }];
export const says = (stepId: string, message: string): Told => [
  'log',
  { stepId, message },
];
export const ends = (status: 'completed' | 'failed'): Told => [
  'completion',
  {
    message: `Run completed with status: ${status}`,
    ...(status === 'completed'
      ? { output: {} }
      : { error: { name: 'InputError', message: 'it is wrong' } }),
  },
];
export const cancels: Told = [
  'cancelled',
  {
    message: 'Step fetch has been cancelled.',
    stepId: 'fetch',
    status: 'cancelled',
  },
];
export const recovers: Told = ['recovered', { recoverStrategy: 'none' }];
