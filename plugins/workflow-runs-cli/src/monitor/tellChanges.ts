import type {
  Run,
  WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';
import { hasEnded, type KnownRun } from 'backstage-plugin-workflow-runs-common';
import { type ExitCode, exitCodes } from '../exitCodes';
import { FollowedList, type RunQuery } from '../follow/FollowedList';
import { FollowedRun } from '../follow/FollowedRun';
import { type Change, changesOfList, changesOfRun } from './changes';
import { outcomeCode } from './outcome';

/** A run where nobody looks at a screen: what changes of it, until its end. */
export async function tellRun(
  client: WorkflowRunsClient,
  runId: string,
  options: { signal: AbortSignal; tell: (changes: Change[]) => void },
): Promise<ExitCode> {
  const { signal, tell } = options;
  const followed = await FollowedRun.follow(client, runId, signal);
  let before: KnownRun | undefined;
  const tellNews = () => {
    const known = followed.getSnapshot();
    // Steps may be told behind the run that has ended with them; it has the last word.
    const isEarly = hasEnded(known.run.status) && !followed.isOver;
    const after = isEarly && before ? { ...known, run: before.run } : known;
    tell(changesOfRun(before, after));
    before = after;
  };
  await new Promise<void>(resolve => {
    const onChange = () => {
      tellNews();
      if (followed.isOver) resolve();
    };
    followed.subscribe(onChange);
    signal.addEventListener('abort', () => followed.stop());
    if (signal.aborted) followed.stop();
    onChange();
  });
  if (signal.aborted) return exitCodes.interrupted;
  if (followed.error) throw followed.error;
  return outcomeCode(followed.getSnapshot().run);
}

/** Runs where nobody looks at a screen: what changes of them, until somebody interrupts it, or the server refuses it. */
export async function tellList(
  client: WorkflowRunsClient,
  query: RunQuery,
  options: {
    limit: number;
    signal: AbortSignal;
    tell: (changes: Change[]) => void;
  },
): Promise<ExitCode> {
  const { signal, tell, limit } = options;
  const followed = await FollowedList.follow(client, query, {
    limit,
    signal,
  });
  let before: readonly Run[] | undefined;
  const tellNews = () => {
    const { runs } = followed.getList();
    tell(changesOfList(before, runs));
    before = runs;
  };
  tellNews();
  await new Promise<void>(resolve => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
    followed.subscribe(() => {
      if (followed.error) resolve();
      else tellNews();
    });
  });
  if (followed.error) throw followed.error;
  return exitCodes.interrupted;
}
