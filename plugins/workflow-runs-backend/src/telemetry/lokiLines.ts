import { ProviderError } from 'backstage-plugin-workflow-runs-node';
import { ExternalLogLine } from 'backstage-plugin-workflow-runs-common';
import { z } from 'zod';

/** What Loki answers to a query of log lines by `/loki/api/v1/query_range`. */
const answerSchema = z.object({
  data: z.object({
    resultType: z.literal('streams'),
    result: z.array(
      z.object({
        stream: z.record(z.string(), z.string()),
        /** Nanoseconds and the line; since Loki 3 there may be more behind them. */
        values: z.array(
          z.tuple([z.string().regex(/^\d{1,20}$/), z.string()], z.unknown()),
        ),
      }),
    ),
  }),
});

/**
 * The lines of all streams in the order in which they were written.
 *
 * @throws ProviderError where it is no answer of Loki, or one to a query of numbers
 */
export function lokiLines(answer: unknown): ExternalLogLine[] {
  const { success, data } = answerSchema.safeParse(answer);
  if (!success) {
    throw new ProviderError('malformed', 'It answered what are no log lines');
  }
  return data.data.result
    .flatMap(({ stream, values }) =>
      values.map(([atNs, message]) => ({ atNs, message, labels: stream })),
    )
    .sort((a, b) => compare(BigInt(a.atNs), BigInt(b.atNs)));
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
