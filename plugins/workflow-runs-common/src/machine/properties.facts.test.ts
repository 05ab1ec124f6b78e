import { RunFact, runFactSchema } from '../model/fact';
import { check } from './__testUtils__/check';
import { World } from './__testUtils__/World';
import { rollbackOf, unitId } from './unit';

/** Which status of a run may follow which; the reasons are in the table of lifecycles. */
const LEGAL: Record<string, string[]> = {
  queued: ['running', 'canceling'],
  running: ['paused', 'waiting_human', 'canceling', 'completed', 'failed'],
  paused: ['running', 'canceling'],
  waiting_human: ['running', 'canceling'],
  canceling: ['canceled'],
  completed: ['running'],
  failed: ['running'],
  canceled: ['running'],
};

const RUN_STATUS: Record<string, string> = {
  'run.started': 'running',
  'run.reopened': 'running',
  'run.paused': 'paused',
  'run.resumed': 'running',
  'run.waiting_human': 'waiting_human',
  'run.canceling': 'canceling',
  'run.completed': 'completed',
  'run.failed': 'failed',
  'run.canceled': 'canceled',
};
const STEP_STATUS: Record<string, string> = {
  'step.started': 'running',
  'step.retrying': 'retrying',
  'step.waiting_human': 'waiting_human',
  'step.completed': 'completed',
  'step.failed': 'failed',
  'step.skipped': 'skipped',
  'step.canceled': 'canceled',
  'step.compensated': 'compensated',
};

/** Walks through facts with the statuses that they lead to. */
function follow(
  facts: readonly RunFact[],
  meet: (
    subject: string,
    from: string | undefined,
    to: string,
    fact: RunFact,
  ) => void,
) {
  const statuses = new Map<string, string>([['', 'queued']]);
  for (const fact of facts) {
    if (fact.type === 'compensation.started') {
      statuses.set(rollbackOf(fact.step), 'pending');
    }
    const isRun = fact.type in RUN_STATUS;
    const to = RUN_STATUS[fact.type] ?? STEP_STATUS[fact.type];
    if (to && 'from' in fact) {
      const subject =
        isRun || !('item' in fact) ? '' : unitId(fact.step, fact.item);
      meet(subject, statuses.get(subject), to, fact);
      statuses.set(subject, to);
    }
    if ('recomputed' in fact) {
      for (const unit of fact.recomputed ?? []) statuses.set(unit, 'pending');
    }
  }
}

/** What may happen several times in a passage of a run to the same attempt, at different times. */
const MAY_HAPPEN_AGAIN = [
  'run.changed',
  'run.paused',
  'run.resumed',
  'run.waiting_human',
  'run.needs_intervention',
  'step.waiting_human',
  'decision.made',
  'compensation.failed',
];

/** What tells a fact from others of the same run: what ends no attempt may happen again to the same. */
function keyOf(fact: RunFact): string {
  const { type, generation, at } = fact;
  const place = 'item' in fact ? [fact.step, fact.item] : [];
  const attempt = 'attempt' in fact ? fact.attempt : 0;
  const from = 'item' in fact && 'from' in fact ? fact.from : 'running';
  const isOfTime = MAY_HAPPEN_AGAIN.includes(type) || from !== 'running';
  return [generation, type, ...place, attempt, from, isOfTime ? at : ''].join(
    '/',
  );
}

describe('the facts of a run of any workflow', () => {
  it('are what the model accepts', () =>
    check(script => {
      for (const fact of new World(script).play().serve().facts) {
        expect([fact.type, runFactSchema.safeParse(fact).error]).toEqual([
          fact.type,
          undefined,
        ]);
      }
    }));

  it('say of each unit, and of the run, statuses that follow from one another', () =>
    check(script => {
      const { facts } = new World(script).play().serve();
      follow(facts, (subject, known, _, fact) => {
        const before = { subject, type: fact.type, from: known ?? 'pending' };
        expect({
          subject,
          type: fact.type,
          from: 'from' in fact && fact.from,
        }).toEqual(before);
      });
    }));

  it('say of the run only what may follow', () =>
    check(script => {
      const { facts } = new World(script).play().serve();
      follow(facts, (subject, from, to) => {
        expect(subject === '' ? LEGAL[from!] : [to]).toContain(to);
      });
    }));

  it('lead to the statuses that the machine knows of', () =>
    check(script => {
      const { facts, state } = new World(script).play();
      const told: Record<string, string> = { '': 'queued' };
      follow(facts, (subject, _, to) => {
        told[subject] = to;
      });
      expect(told['']).toBe(state.status);
      for (const [unit, status] of Object.entries(told)) {
        if (unit === '' || state.steps[unit].status === 'pending') continue;
        expect([unit, status]).toEqual([unit, state.steps[unit].status]);
      }
    }));

  it('can be told from one another, so that a log may take each once', () =>
    check(script => {
      const keys = new World(script).play().serve().facts.map(keyOf);
      expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
    }));

  it('tell of a human’s wait, and of an attempt’s, no more time than there was', () =>
    check(script => {
      for (const fact of new World(script).play().serve().facts) {
        const spans = ['fromMs', 'durationMs', 'attemptMs'].map(
          span => (fact as unknown as Record<string, number>)[span] ?? 0,
        );
        expect(spans.every(span => span >= 0 && span <= fact.at)).toBe(true);
      }
    }));
});
