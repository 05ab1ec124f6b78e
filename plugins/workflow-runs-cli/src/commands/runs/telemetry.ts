import { formatDuration } from '../../output/format';
import type { Output } from '../../output/Output';
import { withoutControls } from '../../output/withoutControls';
import { showing } from '../kinds';
import { runArgument } from './runArgument';

export const tracesCommand = showing({
  path: ['traces'],
  summary: 'Show the spans of a run, from the tracing tools of the portal',
  arguments: runArgument,
  examples: [
    { line: 'traces run_01J9…', summary: 'Where the time went, call by call' },
  ],
  route: 'getTraces',
  input: ({ args }) => ({ params: { runId: args.run } }),
  async text({ sources }, { output }) {
    for (const source of sources) {
      noteOutcome(output, source);
      await output.table(
        source.spans,
        [
          {
            title: 'SPAN',
            value: span => span.name,
            priority: 0,
            shrinkTo: 16,
          },
          { title: 'SERVICE', value: span => span.service, shrinkTo: 8 },
          { title: 'STATUS', value: span => span.status, priority: 2 },
          {
            title: 'TOOK',
            value: span => formatDuration(Number(span.durationNs) / 1e6),
            align: 'right',
          },
        ],
        { empty: `${source.provider} has no spans.` },
      );
    }
    if (sources.length === 0) output.note('No tracing tool is configured.');
  },
});

export const externalLogsCommand = showing({
  path: ['external-logs'],
  summary: 'Show log lines about a run, from the log stores of the portal',
  arguments: runArgument,
  examples: [
    {
      line: 'external-logs run_01J9…',
      summary: 'What services have logged about a run',
    },
  ],
  route: 'getExternalLogs',
  input: ({ args }) => ({ params: { runId: args.run } }),
  text({ sources }, { output }) {
    for (const source of sources) {
      noteOutcome(output, source);
      for (const { atNs, message } of source.lines) {
        const at = new Date(Number(atNs) / 1e6).toISOString();
        output.text(`${at} ${message}`);
      }
    }
    if (sources.length === 0) output.note('No log store is configured.');
  },
});

function noteOutcome(
  output: Output,
  source: {
    provider: string;
    outcome: string;
    message: string | null;
    isCut: boolean;
  },
): void {
  const { provider, outcome, message, isCut } = source;
  if (outcome !== 'found') {
    output.note(withoutControls(`${provider}: ${message ?? outcome}`));
  }
  if (isCut) output.note(`${provider} has more than is shown.`);
}
