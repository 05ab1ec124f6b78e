import { createParser } from 'eventsource-parser';
import type { RunsUpdate, RunUpdate } from './streamRoutes';

/** A frame of a run's stream. @public */
export type RunStreamFrame =
  | { type: 'update'; position: number | null; update: RunUpdate }
  | { type: 'heartbeat'; position: number | null }
  /** What happened is no longer in the log: load the run anew. */
  | { type: 'reset' }
  /** The credentials have expired: connect anew. */
  | { type: 'reauth' }
  /** The run may no longer be read. */
  | { type: 'gone' };

/**
 * A frame of a stream of several runs. A `position` is one to go on behind: all that the stream tells of was
 * told up to it. Where it is null, go on behind the last one that was not.
 *
 * @public
 */
export type StreamFrame =
  | {
      type: 'update';
      runId: string;
      position: number | null;
      update: RunUpdate;
    }
  | ({ type: 'runs'; position: number | null } & RunsUpdate)
  | { type: 'heartbeat'; position: number | null }
  /** What happened is no longer in the log, or could not be read: load the run, or the list where it is null, anew. */
  | { type: 'reset'; runId: string | null }
  /** The credentials have expired: connect anew. */
  | { type: 'reauth' }
  /** The run may no longer be read, or is not there. The stream goes on for the others. */
  | { type: 'gone'; runId: string };

/** A server-sent event, before anybody knows what it says. */
export interface RawFrame {
  event: string | undefined;
  position: number | null;
  data: string;
}

/** Reads server-sent events until the stream ends. */
export async function* readFrames(
  response: Response,
): AsyncGenerator<RawFrame, void, void> {
  if (!response.body) throw new Error('The stream has no body');
  const frames: RawFrame[] = [];
  const parser = createParser({
    onEvent: ({ event, id, data }) => {
      const position = id && /^\d+$/.test(id) ? Number(id) : null;
      frames.push({ event, position, data });
    },
  });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* frames.splice(0);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** @returns undefined for what a newer backend may send, and this client does not know */
export function toRunStreamFrame({
  event,
  position,
  data,
}: RawFrame): RunStreamFrame | undefined {
  switch (event) {
    case 'update':
      return { type: event, position, update: JSON.parse(data) };
    case 'heartbeat':
      return { type: event, position };
    case 'reset':
    case 'reauth':
    case 'gone':
      return { type: event };
    default:
      return undefined;
  }
}

/** @returns undefined for what a newer backend may send, and this client does not know */
export function toStreamFrame({
  event,
  position,
  data,
}: RawFrame): StreamFrame | undefined {
  switch (event) {
    case 'update': {
      const update: RunUpdate = JSON.parse(data);
      return { type: event, runId: update.run.id, position, update };
    }
    case 'runs':
      return { type: event, position, ...(JSON.parse(data) as RunsUpdate) };
    case 'heartbeat':
      return { type: event, position };
    case 'reauth':
      return { type: event };
    case 'reset':
    case 'gone':
      return { type: event, runId: JSON.parse(data).runId };
    default:
      return undefined;
  }
}
