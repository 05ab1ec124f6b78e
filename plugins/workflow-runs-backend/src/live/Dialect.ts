import { FrameWriter } from './FrameWriter';

/** How a stream says what is different where it is about one run, and where about several or a list. */
export interface Dialect {
  /** Whether an update's position is one to resume behind: others may have happened before it. */
  readonly hasOwnIds: boolean;
  gone(writer: FrameWriter, runId: string): void;
  /** What has happened to a run could not be read. */
  lost(writer: FrameWriter, runId: string): void;
  /** @param runId - null for the list */
  reset(writer: FrameWriter, runId: string | null): void;
}

export const ofOneRun: Dialect = {
  hasOwnIds: true,
  gone: writer => writer.end('gone'),
  // The reader comes again, and goes on where it is.
  lost: writer => writer.cut(),
  reset: writer => writer.end('reset'),
};

export const ofSeveral: Dialect = {
  hasOwnIds: false,
  gone: (writer, runId) => writer.write('gone', JSON.stringify({ runId })),
  // One run must not break off the others.
  lost: (writer, runId) => writer.write('reset', JSON.stringify({ runId })),
  reset: (writer, runId) => writer.write('reset', JSON.stringify({ runId })),
};
