import { judge } from './judge';
import { machineExecutor } from './machine/machineExecutor';
import { Played } from './scenario';
import { once, scenario, step } from './scenarios/sketch';

const both = { status: 'completed', run: once, steps: { a: once, b: once } };
const chain = scenario({
  name: 'a chain',
  steps: [step('a'), step('b', ['a'])],
  expected: { ...both, status: 'completed' },
});
const withOrder = (...order: string[]) => ({
  ...chain,
  expected: { ...chain.expected, order },
});

describe('judge', () => {
  let played: Played;
  beforeEach(async () => {
    played = await machineExecutor.play(chain);
  });

  it('accepts what came as it was expected', () => {
    expect(() => judge(chain, played)).not.toThrow();
    const order = withOrder('a completed', 'b started', 'run completed');
    expect(() => judge(order, played)).not.toThrow();
  });

  it('refuses another order than the one that was expected', () => {
    const order = withOrder('b started', 'a completed');
    expect(() => judge(order, played)).toThrow(
      "'a completed' was not told after 'b started'",
    );
  });

  it('refuses facts that are none', () => {
    const facts = [...played.facts, { type: 'run.changed' } as never];
    expect(() => judge(chain, { ...played, facts })).toThrow('is no fact');
  });

  it('refuses a status that does not follow from the one before', () => {
    const facts = played.facts.map(fact =>
      fact.type === 'step.completed' && fact.step === 'b'
        ? { ...fact, from: 'pending' as const }
        : fact,
    );
    expect(() => judge(chain, { ...played, facts })).toThrow('pending');
  });

  it('refuses tables that say otherwise than what was told', () => {
    const steps = { ...played.steps, b: 'running' as const };
    expect(() => judge(chain, { ...played, steps })).toThrow(
      'The steps have not become what was told of them',
    );
  });
});
