import { deepStrictEqual, fail } from 'node:assert';
import { runFactSchema } from 'backstage-plugin-workflow-runs-common';
import { Chronicle } from './Chronicle';
import { historyOf, tell, unitOf } from './history';
import { Answer, Expected, Played, Scenario } from './scenario';

/**
 * Compares what has become of a scenario with what had to.
 *
 * @throws AssertionError where they differ, or what was told makes no sense in itself
 * @public
 */
export function judge(scenario: Scenario, played: Played): void {
  const { expected } = scenario;
  const { order, ...rest } = expected;
  deepStrictEqual(asExpected(scenario, played), {
    ...rest,
    answers: expected.answers ?? scenario.actions.map(() => 'completed'),
  });
  if (order) demandOrder(played, order);
  demandSense(played);
}

/** What has come of a scenario, in the words in which it says what had to. */
function asExpected({ expected }: Scenario, played: Played): Expected {
  const { answers = [] } = expected;
  return {
    ...historyOf(played.facts),
    answers: played.answers.map((answer, index) =>
      answerAs(answers[index], answer),
    ),
    ...('output' in expected ? { output: played.output } : {}),
    ...(expected.children ? { children: childrenOf(played) } : {}),
  };
}

function answerAs(
  expected: NonNullable<Expected['answers']>[number] | undefined,
  answer: Answer,
) {
  if (!('reason' in answer)) return answer.outcome;
  return typeof expected === 'object' && answer.outcome === 'refused'
    ? { refused: answer.reason, allowed: answer.allowed }
    : `${answer.outcome}: ${answer.reason}`;
}

function childrenOf({ children }: Played): Record<string, string> {
  const told: Record<string, string> = {};
  for (const { unit, facts } of children) {
    const { run } = historyOf(facts);
    told[unit] = told[unit] === undefined ? run : `${told[unit]}; ${run}`;
  }
  return told;
}

function demandOrder({ facts }: Played, order: readonly string[]) {
  const told = facts.flatMap(fact => {
    const event = tell(fact);
    return event ? [`${event.about} ${event.words}`] : [];
  });
  let from = 0;
  for (const wanted of order) {
    const at = told.indexOf(wanted, from);
    if (at < 0) {
      const what = from === 0 ? '' : ` after '${told[from - 1]}'`;
      fail(`'${wanted}' was not told${what}, but this:\n${told.join('\n')}`);
    }
    from = at + 1;
  }
}

/** Facts are of their shape, statuses follow from one another, and tables say the same as facts. */
function demandSense({ facts, steps }: Played) {
  const chronicle = new Chronicle();
  for (const fact of facts) {
    const { error } = runFactSchema.safeParse(fact);
    if (error) fail(`${JSON.stringify(fact)} is no fact: ${error.message}`);
    if ('from' in fact) {
      const unit = unitOf(fact);
      const before =
        unit === undefined ? chronicle.status : chronicle.statusOf(unit);
      deepStrictEqual(
        { [fact.type]: unit ?? 'run', from: fact.from },
        { [fact.type]: unit ?? 'run', from: before },
      );
    }
    chronicle.tell(fact);
  }
  deepStrictEqual(
    begun(Object.entries(steps)),
    begun([...chronicle.units]),
    'The steps have not become what was told of them',
  );
}

function begun(steps: [unit: string, status: string][]) {
  return Object.fromEntries(
    steps
      .filter(([, status]) => status !== 'pending')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
