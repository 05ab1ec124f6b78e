import { createHash } from 'node:crypto';
import { isEnded } from 'backstage-plugin-workflow-runs-common';
import { version } from '../../package.json';
import { RunRecord } from '../queries/runToWire';
import { ActionCall } from '../requests/ActionCall';
import { AskContext } from './handlers';

/**
 * Answers about a run, unless the caller has the answer: of a run that has ended, what is told can be
 * known not to have changed before it is read. The tag is made of everything that can change it: the run
 * itself with its place in the log, its live version (whoever changes or deletes what belongs to an ended
 * run without an event moves that on), what this reader may do, and the version of the code that writes
 * the answer. Readers with different rights share no tag, so none gets what was kept for another.
 */
export async function unlessKnown<T>(
  run: RunRecord,
  {
    request,
    response,
    runs,
  }: Pick<AskContext, 'request' | 'response' | 'runs'>,
  read: () => Promise<T>,
  /** What else the answer depends on: of the reader, and not of the run. */
  beside?: object,
): Promise<T | undefined> {
  // An action keeps no answers.
  if (request instanceof ActionCall || !response) return read();
  if (!isEnded(run.status)) return read();
  const tag = tagOf([
    version,
    request.path,
    request.query,
    runs.toWire(run),
    run.version,
    runs.rightsOn(run).sort(),
    beside,
  ]);
  const headers = { ETag: tag, 'Cache-Control': 'private, no-cache' };
  response.set(headers);
  if (request.fresh) {
    response.status(304).end();
    return undefined;
  }
  // Where it cannot be read, what is told instead is not to be kept.
  for (const name of Object.keys(headers)) response.removeHeader(name);
  const answer = await read();
  response.set(headers);
  return answer;
}

/** Weak: it stands for what is told, and not for the bytes that tell it. */
function tagOf(parts: unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts));
  return `W/"${hash.digest('base64url').slice(0, 27)}"`;
}
