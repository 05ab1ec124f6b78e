import { formatDuration, formatShare } from '../../output/format';
import { showing } from '../kinds';
import { runArgument } from './runArgument';

export const forecastCommand = showing({
  path: ['forecast'],
  summary: 'Show when a run is likely to end',
  arguments: runArgument,
  examples: [
    { line: 'forecast run_01J9…', summary: 'Whether it will be in time' },
  ],
  route: 'getForecast',
  input: ({ args }) => ({ params: { runId: args.run } }),
  async text(forecast, { output }) {
    const { finish, steps } = forecast;
    output.details([
      ['likely to end', finish?.likely],
      ['between', finish && `${finish.earliest} and ${finish.latest}`],
      ['no forecast', forecast.reason],
      ['because of', forecast.becauseOf],
      ['late by chance of', formatShare(forecast.breachChance)],
      ['judged by', `${forecast.runs} runs`],
    ]);
    await output.table(
      steps,
      [
        { title: 'STEP', value: step => step.stepKey, priority: 0 },
        { title: 'RUNS', value: step => step.n, align: 'right', priority: 2 },
        {
          title: 'P50',
          value: step => formatDuration(step.p50Ms),
          align: 'right',
        },
        {
          title: 'P95',
          value: step => formatDuration(step.p95Ms),
          align: 'right',
        },
      ],
      { empty: 'No step has been done often enough to tell.' },
    );
  },
});
