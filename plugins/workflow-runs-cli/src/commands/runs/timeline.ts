import type {
  Timeline,
  TimelineStep,
} from 'backstage-plugin-workflow-runs-common';
import { formatDuration } from '../../output/format';
import { showing } from '../kinds';
import { runArgument } from './runArgument';

const BAR = 24;

export const timelineCommand = showing({
  path: ['timeline'],
  summary: 'Show when everything in a run happened',
  arguments: runArgument,
  examples: [
    { line: 'timeline run_01J9…', summary: 'Which step took the time' },
  ],
  route: 'getTimeline',
  input: ({ args }) => ({ params: { runId: args.run } }),
  async text(timeline, { output }) {
    const end = endOf(timeline);
    output.line(`queued ${timeline.origin}`);
    await output.table(
      timeline.steps,
      [
        {
          title: 'STEP',
          value: ({ key, item }) => (item < 0 ? key : `${key}[${item}]`),
          priority: 0,
          shrinkTo: 12,
        },
        {
          title: 'STATUS',
          value: step => step.status,
          colour: text => output.status(text),
        },
        {
          title: 'AFTER',
          value: step => formatDuration(step.start),
          align: 'right',
          priority: 2,
        },
        {
          title: 'TOOK',
          value: ({ start, end: stepEnd }) =>
            start === null ? '' : formatDuration((stepEnd ?? end) - start),
          align: 'right',
        },
        { title: '', value: step => barOf(step, end), priority: 3 },
      ],
      { empty: 'It has not begun.' },
    );
  },
});

function endOf({ steps, states }: Timeline): number {
  const times = [...steps, ...states].flatMap(({ start, end }) => [
    start ?? 0,
    end ?? 0,
  ]);
  return times.reduce((latest, time) => Math.max(latest, time), 0);
}

function barOf({ start, end: stepEnd }: TimelineStep, end: number): string {
  if (start === null || end === 0) return '';
  const from = Math.min(BAR - 1, Math.floor((start / end) * BAR));
  const to = Math.ceil(((stepEnd ?? end) / end) * BAR);
  return `${' '.repeat(from)}${'█'.repeat(Math.max(1, to - from))}`;
}
