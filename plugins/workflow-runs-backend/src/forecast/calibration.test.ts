import { Bins, binOf } from '../statistics/Bins';
import { Durations } from './Durations';
import { Foreseen, foresee, StepNow, StepPast } from './foresee';

/** Runs that the forecast learns from, and others that it has never seen. */
const LEARNT = 500;
const HELD_OUT = 5_000;
const MOST_STEPS = 12;

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** How long a step takes: most of them vary by a half, some wait for a retry, some for a human. */
interface Nature {
  key: string;
  dependsOn: string[];
  medianMs: number;
  spread: number;
  retries: number;
  /** How likely it is skipped by its own condition. */
  skipped: number;
}

interface Played {
  start: number;
  end: number;
}

const normal = (random: () => number) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

function someWorkflow(random: () => number): Nature[] {
  const count = 2 + Math.floor(random() * (MOST_STEPS - 1));
  return Array.from({ length: count }, (_, index) => ({
    key: `s${index}`,
    dependsOn: Array.from({ length: index }, (__, before) => `s${before}`)
      .filter(() => random() < 2 / (index + 1))
      .slice(-3),
    medianMs: 200 * 300 ** random(),
    spread: 0.1 + random(),
    retries: random() < 0.3 ? 0.2 : 0,
    skipped: random() < 0.15 ? random() * 0.6 : 0,
  }));
}

/** A run of the workflow from time 0; steps that are skipped take their followers with them. */
function playRun(
  workflow: readonly Nature[],
  random: () => number,
): Map<string, Played> {
  const played = new Map<string, Played>();
  for (const nature of workflow) {
    const before = nature.dependsOn.map(key => played.get(key));
    if (before.some(each => !each) || random() < nature.skipped) continue;
    const start = Math.max(0, ...before.map(each => each!.end));
    const draw = () =>
      nature.medianMs * Math.exp(nature.spread * normal(random));
    let duration = draw();
    while (random() < nature.retries) duration += nature.medianMs + draw();
    played.set(nature.key, { start, end: start + Math.round(duration) });
  }
  return played;
}

const endOf = (played: ReadonlyMap<string, Played>) =>
  Math.max(0, ...[...played.values()].map(({ end }) => end));

function learn(
  workflow: readonly Nature[],
  random: () => number,
): Map<string, StepPast> {
  const bins = new Map(workflow.map(({ key }) => [key, new Bins()]));
  for (let run = 0; run < LEARNT; run++) {
    for (const [key, { start, end }] of playRun(workflow, random)) {
      bins.get(key)!.add(binOf(end - start), 1);
    }
  }
  return new Map(
    [...bins].map(([key, of]) => [
      key,
      { durations: new Durations(of), begun: of.total, failed: 0 },
    ]),
  );
}

/** What somebody sees of a run in the middle of it; what is skipped is known once it would begin. */
function seenAt(
  workflow: readonly Nature[],
  played: ReadonlyMap<string, Played>,
  now: number,
): StepNow[] {
  const states = new Map<string, StepNow['state']>();
  return workflow.map(({ key, dependsOn }) => {
    const own = played.get(key);
    const areDone = dependsOn.every(each =>
      ['over', 'skipped'].includes(states.get(each)!),
    );
    let state: StepNow['state'] = 'waits';
    if (!own && areDone) state = 'skipped';
    else if (own && own.end <= now) state = 'over';
    else if (own && own.start <= now && areDone) state = 'runs';
    states.set(key, state);
    return {
      key,
      isDecision: false,
      dependsOn,
      join: 'all',
      state,
      startedAt: state === 'runs' || state === 'over' ? own!.start : null,
      endedAt: state === 'over' ? own!.end : null,
    };
  });
}

it('of 5,000 runs that it has not seen, about 80 % end within its interval', () => {
  const random = randomFrom(20_261_128);
  let within = 0;
  let before = 0;
  let made = 0;
  let asked = 0;
  while (made < HELD_OUT) {
    const workflow = someWorkflow(random);
    const past = learn(workflow, random);
    for (let run = 0; run < 50 && made < HELD_OUT; run++) {
      const played = playRun(workflow, random);
      const end = endOf(played);
      // Looked at when another run ended, so that the moment says nothing of this one.
      const now = Math.floor(endOf(playRun(workflow, random)) * random());
      const steps = seenAt(workflow, played, now);
      // Nothing that takes time is left.
      if (!steps.some(({ state }) => state === 'runs')) continue;
      asked += 1;
      const foreseen = foresee(steps, past, LEARNT, now);
      if (!('ends' in foreseen)) continue;
      made += 1;
      const { ends } = foreseen as Foreseen;
      const at = (part: number) => ends[Math.floor(part * (ends.length - 1))];
      if (end < at(0.1)) before += 1;
      else if (end <= at(0.9)) within += 1;
    }
  }
  const share = (count: number) => count / made;

  expect(share(within)).toBeGreaterThan(0.75);
  expect(share(within)).toBeLessThan(0.85);
  // And it is wrong as often on one side as on the other.
  expect(share(before)).toBeGreaterThan(0.06);
  expect(share(before)).toBeLessThan(0.14);
  // It seldom has nothing to say.
  expect(made / asked).toBeGreaterThan(0.95);
});
