import {
  joinList,
  logLevelSchema,
  LogLine,
} from 'backstage-plugin-workflow-runs-common';
import { defineAction, oneOf, READING, Zod } from './BackstageAction';
import { cutValue, fitting, lastFitting, leftOut } from './bounds';
import { shortened } from '../exports/wording';
import { cutSchema, runIdSchema } from './runBrief';

const MAX_LINES = 200;
const MAX_LINE = 500;
const MAX_FIELDS = 300;
const ROOM = 16_000;

/** A line of the log of a run. */
export const lineSchema = (z: Zod) =>
  z.object({
    sequence: z.number(),
    at: z.string(),
    level: oneOf(z, logLevelSchema),
    step: z.string().nullable(),
    attempt: z.number().nullable(),
    message: z.string(),
    fields: z.unknown().optional(),
  });

/** Tells of a line, cut where it is long. */
export function toLine(line: LogLine) {
  return {
    sequence: line.sequence,
    at: line.at,
    level: line.level,
    step: line.stepKey,
    attempt: line.attempt,
    message: shortened(line.message, MAX_LINE),
    ...(line.fields && { fields: cutValue(line.fields, MAX_FIELDS) }),
  };
}

export const tailLogs = defineAction({
  name: 'tail-logs',
  title: 'Read the log of a workflow run',
  description:
    'The last lines of the log of a run, the oldest of them first, redacted. To follow a run, ask again with `after`: the `lastSequence` of the answer before.',
  attributes: READING,
  schema: {
    input: z =>
      z
        .object({
          runId: runIdSchema(z),
          lines: z
            .number()
            .int()
            .min(1)
            .max(MAX_LINES)
            .default(50)
            .describe('How many'),
          level: z
            .array(oneOf(z, logLevelSchema))
            .min(1)
            .optional()
            .describe('Lines of these levels alone'),
          step: z
            .array(z.string().min(1))
            .min(1)
            .optional()
            .describe('Keys of steps'),
          after: z
            .number()
            .int()
            .min(0)
            .optional()
            .describe('The first lines behind this one, instead of the last'),
        })
        .strict(),
    output: z =>
      z.object({
        lines: z.array(lineSchema(z)),
        lastSequence: z
          .number()
          .describe('Pass it on as `after` to read what comes next'),
        cut: cutSchema(z),
      }),
  },
  answer: async ({ runId, lines: limit, after, level, step }, { ask }) => {
    const { items } = await ask('listLogs', {
      params: { runId },
      query: {
        limit,
        after: after ?? 0,
        end: after === undefined ? 'last' : 'first',
        level: level && joinList(level),
        step: step && joinList(step),
      },
    });
    const told = items.map(toLine);
    // Whoever reads on must miss none.
    const lines =
      after === undefined ? lastFitting(told, ROOM) : fitting(told, ROOM);
    return {
      lines,
      lastSequence: lines.at(-1)?.sequence ?? after ?? 0,
      cut: leftOut(
        'line',
        { shown: lines.length, all: told.length },
        'ask for fewer, or for one level or step',
      ),
    };
  },
});
