/*
 * npm test: everything that has to hold before a change is merged, in the order of what is quick to
 * tell. A stage that fails does not keep the others from running. The last line sums up.
 *
 *   npm test                              all stages
 *   npm test -- --only unit,e2e           some of them, for the inner loop
 *   npm test -- --skip build              all but some
 *   npm test -- --list                    the names of the stages
 */
import { parseArgs } from 'node:util';

import { exitCodeOf, interruption } from './processes/supervise.mjs';
import { demandAll, runStage } from './testing/stage.mjs';
import { planStages, selectStages } from './testing/selection.mjs';
import { stages } from './testing/stages.mjs';
import { closingLine, formatResults } from './testing/summary.mjs';

export async function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      skip: { type: 'string' },
      list: { type: 'boolean' },
    },
  });
  if (values.list) {
    for (const { id, title } of stages)
      console.log(`${id.padEnd(12)} ${title}`);
    return;
  }
  // there, a suite that could not run is no reason to be content
  const isContinuousIntegration = Boolean(process.env.CI);
  // warnings of the build count as errors, and no tool asks questions
  process.env.CI ??= '1';

  const started = Date.now();
  const { meanwhile, groups } = planStages(selectStages(stages, values));
  const begun = meanwhile.map(runStage);
  const ended = [];
  for (const group of groups) {
    ended.push(...(await Promise.all(group.map(runStage))));
    if (interruption()) process.exit(exitCodeOf(interruption()));
  }
  const all = [...(await Promise.all(begun)), ...ended];
  const results = isContinuousIntegration ? all.map(demandAll) : all;
  console.log(formatResults(results, (Date.now() - started) / 1000));
  console.log(closingLine(results));
  process.exit(results.some(({ failed }) => failed > 0) ? 1 : 0);
}
