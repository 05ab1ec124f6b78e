import { defineCommand } from '../../cli/defineCommand';
import { allPages } from '../../connection/allPages';
import { formatAge, formatDuration } from '../../output/format';
import { runArgument } from './runArgument';

/** What one page of the API holds at most. */
const MAX_PAGE = 1_000;

export const stepsCommand = defineCommand({
  path: ['steps'],
  summary: 'List the steps of a run, in the order of its definition',
  arguments: runArgument,
  examples: [
    { line: 'steps run_01J9…', summary: 'How far each step is' },
    {
      line: 'steps run_01J9… --json | jq \'.items[] | select(.status == "failed")\'',
      summary: 'Everything about those that failed',
    },
  ],
  routes: ['listSteps'],
  async run({ args, call, output }) {
    const answer = await allPages(after =>
      call('listSteps', {
        params: { runId: args.run },
        query: { limit: MAX_PAGE, after },
      }),
    );
    await output.answer(answer, {
      ids: ({ items }) => items.map(({ stepKey }) => stepKey),
      text: ({ items }) =>
        output.table(
          items,
          [
            { title: '#', value: step => step.stepNumber, align: 'right' },
            {
              title: 'STEP',
              value: ({ stepKey, itemIndex }) =>
                itemIndex < 0 ? stepKey : `${stepKey}[${itemIndex}]`,
              priority: 0,
            },
            {
              title: 'STATUS',
              value: step => step.status,
              colour: text => output.status(text),
              priority: 0,
            },
            {
              title: 'ATTEMPTS',
              value: step => step.attempts,
              align: 'right',
              priority: 4,
            },
            {
              title: 'DURATION',
              value: step => formatDuration(step.durationMs),
              align: 'right',
              priority: 2,
            },
            { title: 'TYPE', value: step => step.type, priority: 5 },
            {
              title: 'SAYS',
              value: step =>
                step.error?.message ??
                step.skipReason ??
                step.progress?.message,
              priority: 1,
              shrinkTo: 12,
            },
          ],
          { empty: 'It has no steps yet.' },
        ),
    });
  },
});

export const attemptsCommand = defineCommand({
  path: ['attempts'],
  summary: 'List every try of the steps of a run',
  arguments: runArgument,
  options: {
    step: { type: 'text', placeholder: 'key', summary: 'of this step only' },
  },
  examples: [
    {
      line: 'attempts run_01J9… --step extract',
      summary: 'Why a step was tried again and again',
    },
  ],
  routes: ['listAttempts'],
  async run({ args, options, call, output }) {
    const { now } = output;
    const answer = await allPages(after =>
      call('listAttempts', {
        params: { runId: args.run },
        query: { step: options.step, limit: MAX_PAGE, after },
      }),
    );
    await output.answer(answer, {
      ids: ({ items }) => items.map(each => `${each.stepKey} ${each.number}`),
      text: ({ items }) =>
        output.table(
          items,
          [
            { title: 'STEP', value: each => each.stepKey, priority: 0 },
            { title: 'TRY', value: each => each.number, align: 'right' },
            {
              title: 'STATUS',
              value: each => each.status,
              colour: text => output.status(text),
              priority: 0,
            },
            {
              title: 'STARTED',
              value: each => formatAge(each.startedAt, now),
              priority: 2,
            },
            {
              title: 'DURATION',
              value: each => formatDuration(each.durationMs),
              align: 'right',
              priority: 3,
            },
            { title: 'WORKER', value: each => each.worker, priority: 5 },
            {
              title: 'ERROR',
              value: each => each.error?.message,
              priority: 1,
              shrinkTo: 12,
            },
          ],
          { empty: 'Nothing was tried yet.' },
        ),
    });
  },
});
