/**
 * What is marked, by what it takes to see it.
 *
 * - `id`: the id of a run, which runs that it has launched or that repeat it show as well
 * - `run`: all that is told of a run; `io`: what it was given and has put out
 * - `title`: what a run tells of its workflow; `flow`: the rest of it
 * - `job`, `view`: a bulk job, a saved view; `user`: somebody who watches a run
 */
export type MarkKind =
  | 'id'
  | 'run'
  | 'io'
  | 'title'
  | 'flow'
  | 'job'
  | 'view'
  | 'user';

/** A word that occurs nowhere else: of which world, of what, and of which one. */
export interface Mark {
  world: number;
  kind: MarkKind;
  index: number;
}

const MARK = /zz(id|run|io|title|flow|job|view|user)(\d+)x(\d+)q/g;
/** Long enough to hold a mark in base64, as tokens of pages may. */
const ENCODED = /[A-Za-z0-9_-]{12,}/g;

export function markOf({ world, kind, index }: Mark): string {
  return `zz${kind}${world}x${index}q`;
}

/** All marks that are in a text, also behind base64. */
export function marksIn(text: string): Mark[] {
  const decoded = (text.match(ENCODED) ?? []).map(part =>
    Buffer.from(part, 'base64url').toString('latin1'),
  );
  return [text, ...decoded].flatMap(one =>
    [...one.matchAll(MARK)].map(([, kind, world, index]) => ({
      world: Number(world),
      kind: kind as MarkKind,
      index: Number(index),
    })),
  );
}
