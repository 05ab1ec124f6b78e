import { Choice, choicesOf } from './chances';
import { Durations } from './Durations';
import { drawsFrom } from './draws';
import type { Foreseen, StepNow, StepPast } from './foresee';

/** Ends of steps that are skipped: in this play, or in truth. */
const SKIPPED_HERE = NaN;
const SKIPPED = -Infinity;

/** What is played, and how often. */
interface Game {
  steps: readonly StepNow[];
  past: ReadonlyMap<string, StepPast>;
  chances: ReadonlyMap<string, number>;
  now: number;
  plays: number;
}

/** When a step begins and ends in each play. */
interface Played {
  starts: Float64Array;
  ends: Float64Array;
}

/** Plays the rest of a run. @see foresee */
export function playOn(game: Game): Foreseen {
  const { steps, past, now, plays } = game;
  const choices = choicesOf(steps, game.chances);
  const endsOf = new Map<string, Float64Array>();
  const ends = new Float64Array(plays).fill(now);
  const spans = new Map<string, { from: number; to: number }>();
  steps.forEach((step, index) => {
    const known = endOf(step, now);
    if (known !== undefined) {
      endsOf.set(step.key, new Float64Array(plays).fill(known));
      return;
    }
    const durations = past.get(step.key)?.durations;
    const draws = drawsFrom(2 * steps.length + index, plays);
    const played =
      step.state === 'runs'
        ? goOn(step, durations!, draws, now)
        : begin(durations, draws, {
            ready: readyAt(step, endsOf, now),
            begins: luckOf(choices.get(step.key)!, plays),
          });
    endsOf.set(step.key, played.ends);
    played.ends.forEach((end, play) => {
      if (end > ends[play]) ends[play] = end;
    });
    const from = medianOf(played.starts);
    if (from !== undefined) {
      spans.set(step.key, { from, to: medianOf(played.ends)! });
    }
  });
  return { ends: ends.sort(), steps: spans };
}

/** When a step has ended that is over; undefined where it is not. */
function endOf(step: StepNow, now: number): number | undefined {
  if (step.state === 'skipped') return SKIPPED;
  return step.state === 'over' ? step.endedAt ?? now : undefined;
}

function goOn(
  { startedAt }: StepNow,
  durations: Durations,
  draws: Float64Array,
  now: number,
): Played {
  const start = startedAt ?? now;
  return {
    starts: new Float64Array(draws.length).fill(start),
    ends: draws.map(draw => start + durations.beyond(now - start, draw)),
  };
}

/** A step that seldom begins may never have completed: it takes no time then. */
function begin(
  durations: Durations | undefined,
  draws: Float64Array,
  when: {
    ready: (play: number) => number;
    begins: (play: number) => boolean;
  },
): Played {
  const starts = draws.map((_, play) =>
    when.begins(play) ? when.ready(play) : SKIPPED_HERE,
  );
  const lasts = durations && durations.n > 0 ? durations : undefined;
  return {
    starts,
    ends: starts.map((start, play) => start + (lasts?.at(draws[play]) ?? 0)),
  };
}

function luckOf(
  { seed, from, to }: Choice,
  plays: number,
): (play: number) => boolean {
  if (from <= 0 && to >= 1) return () => true;
  const luck = drawsFrom(seed, plays);
  return play => luck[play] >= from && luck[play] < to;
}

/** When all that a step depends on is done, in each play. */
function readyAt(
  { dependsOn, join }: StepNow,
  endsOf: ReadonlyMap<string, Float64Array>,
  now: number,
): (play: number) => number {
  const before = dependsOn.flatMap(key => endsOf.get(key) ?? []);
  return play => {
    let ready = now;
    let skippedHere = 0;
    let done = 0;
    for (const ends of before) {
      const end = ends[play];
      if (end === SKIPPED) continue;
      if (Number.isNaN(end)) skippedHere += 1;
      else {
        done += 1;
        ready = Math.max(ready, end);
      }
    }
    // It still waits: what was skipped in truth has not skipped it.
    const isSkipped = skippedHere > 0 && (join === 'all' || done === 0);
    return isSkipped ? SKIPPED_HERE : ready;
  };
}

/** Undefined where it is skipped in most plays. */
function medianOf(times: Float64Array): number | undefined {
  const sorted = times.filter(time => !Number.isNaN(time)).sort();
  return 2 * sorted.length < times.length
    ? undefined
    : sorted[sorted.length >> 1];
}
