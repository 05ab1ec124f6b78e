import { Json, LogLevel } from 'backstage-plugin-workflow-runs-common';
import {
  CompensationContext,
  ItemContext,
  missingSecret,
  parseReport,
  StepContext,
  StepLogger,
  StepReport,
} from '../workflows';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = 'b7ad6b7169203331';

/** What a handler did with its context. @public */
export interface RecordedWork {
  /** Lines in the order in which they were written. */
  logs: { level: LogLevel; message: string; fields?: Record<string, Json> }[];
  /** Every state told; the last one is what people would see. */
  progress: { message?: string; fraction?: number }[];
  artifacts: {
    id: string;
    name: string;
    contentType: string;
    content: string | Uint8Array;
  }[];
  /** Sums of what was told. */
  usage: { tokens: number; computeMs: number };
  /** How often it said that it is alive, other than by lines and progress. */
  heartbeats: number;
  /** The last report; an engine keeps that one. */
  report?: StepReport;
}

/** A context that does nothing but record. @public */
export interface FakeStepContext<Input = Json, Outputs = Record<string, Json>>
  extends StepContext<Input, Outputs> {
  readonly recorded: RecordedWork;
  /** Aborts `signal`, as a cancellation, a time-out or a stopping worker does. */
  abort(reason?: unknown): void;
}

/** What of a fake context may be chosen; the rest has sensible values. @public */
export type FakeStepContextOptions<Input, Outputs> = Partial<
  Pick<
    StepContext<Input, Outputs>,
    'input' | 'outputs' | 'runId' | 'stepKey' | 'attempt' | 'idempotencyKey'
  >
> & {
  /** What `secret(name)` finds; any other name is missing. */
  secrets?: Record<string, string>;
};

/**
 * Makes a context for testing a handler without an engine.
 *
 * Without options it is the first attempt of step `step` in run `run_test`, with `{}` as input and no
 * outputs of other steps. With an `item` it is that of an item of a fan-out, with an `output` that of a
 * rollback of the step; validators and operations get that of their step, or item. A progress whose `fraction` is not between 0 and 1 is a mistake of the handler:
 * it throws a RangeError. A report that an engine would refuse, and a secret that is not among `secrets`,
 * throw what an engine throws.
 *
 * @example
 * ```ts
 * const context = createFakeStepContext({ input: { name: 'Ada' } });
 * await expect(greet(context)).resolves.toEqual({ greeting: 'Hello Ada' });
 * expect(context.recorded.logs).toEqual([{ level: 'info', message: 'Greeting' }]);
 *
 * await ship(createFakeStepContext({ item: { index: 2, value: { order: 7 } } }));
 * await refund(createFakeStepContext({ output: { paymentId: 'p-1' } }));
 * ```
 * @public
 */
export function createFakeStepContext<
  Input = Json,
  Outputs = Record<string, Json>,
  Item = Json,
>(
  options: FakeStepContextOptions<Input, Outputs> &
    Pick<ItemContext<Input, Outputs, Item>, 'item'>,
): FakeStepContext<Input, Outputs> & ItemContext<Input, Outputs, Item>;
/** {@inheritDoc (createFakeStepContext:1)} @public */
export function createFakeStepContext<
  Input = Json,
  Outputs = Record<string, Json>,
  Output = Json,
>(
  options: FakeStepContextOptions<Input, Outputs> &
    Pick<CompensationContext<Input, Outputs, Output>, 'output'>,
): FakeStepContext<Input, Outputs> &
  CompensationContext<Input, Outputs, Output>;
/** {@inheritDoc (createFakeStepContext:1)} @public */
export function createFakeStepContext<
  Input = Json,
  Outputs = Record<string, Json>,
>(
  options?: FakeStepContextOptions<Input, Outputs>,
): FakeStepContext<Input, Outputs>;
export function createFakeStepContext(
  options: FakeStepContextOptions<Json, Record<string, Json>> & {
    item?: ItemContext['item'];
    output?: unknown;
  } = {},
): FakeStepContext {
  const controller = new AbortController();
  const recorded: RecordedWork = {
    logs: [],
    progress: [],
    artifacts: [],
    usage: { tokens: 0, computeMs: 0 },
    heartbeats: 0,
  };
  const runId = options.runId ?? 'run_test';
  const stepKey = options.stepKey ?? 'step';
  return {
    runId,
    stepKey,
    input: options.input ?? {},
    outputs: options.outputs ?? {},
    attempt: options.attempt ?? 1,
    idempotencyKey: options.idempotencyKey ?? keyOf(runId, stepKey, options),
    ...('item' in options ? { item: options.item } : {}),
    ...('output' in options ? { output: options.output } : {}),
    signal: controller.signal,
    logger: recordingLogger(recorded),
    progress(state) {
      const { fraction } = state;
      if (fraction !== undefined && !(fraction >= 0 && fraction <= 1)) {
        throw new RangeError(`fraction must be 0 to 1, not ${fraction}`);
      }
      recorded.progress.push(state);
    },
    artifacts: {
      async add(file) {
        const id = `artifact-${recorded.artifacts.length + 1}`;
        recorded.artifacts.push({ id, ...file });
        return id;
      },
    },
    usage({ tokens = 0, computeMs = 0 }) {
      recorded.usage.tokens += tokens;
      recorded.usage.computeMs += computeMs;
    },
    heartbeat() {
      recorded.heartbeats += 1;
    },
    report(report) {
      recorded.report = parseReport(report);
    },
    secret(name) {
      if (!Object.hasOwn(options.secrets ?? {}, name))
        throw missingSecret(name);
      return options.secrets![name];
    },
    trace: {
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      traceparent: `00-${TRACE_ID}-${SPAN_ID}-00`,
    },
    recorded,
    abort: reason => controller.abort(reason),
  };
}

/** Attempts of one item, and of a rollback, have a key of their own. */
function keyOf(
  runId: string,
  stepKey: string,
  options: { item?: { index: number }; output?: unknown },
): string {
  const key = `${runId}:${stepKey}`;
  if (options.item) return `${key}:${options.item.index}`;
  return 'output' in options ? `${key}:compensate` : key;
}

function recordingLogger(recorded: RecordedWork): StepLogger {
  const at =
    (level: LogLevel) => (message: string, fields?: Record<string, Json>) => {
      recorded.logs.push({ level, message, ...(fields ? { fields } : {}) });
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
}
