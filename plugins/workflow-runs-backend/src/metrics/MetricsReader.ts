import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { LogEvent } from '../readers/LogEvent';
import { LogHandler, Write } from '../readers/LogHandler';
import { Instruments, OfRuns } from './instruments';

const SECOND_MS = 1_000;

/** What is measured of runs, once for each event, whichever backend has recorded it. */
export class MetricsReader implements LogHandler {
  readonly name = 'metrics';
  /** What was before was measured then. */
  readonly startsAt = 'head';

  constructor(
    private readonly knex: Knex,
    private readonly instruments: Instruments,
  ) {}

  async *handle(events: LogEvent[]): AsyncIterable<Write> {
    // What is imported has happened long ago, elsewhere.
    const told = events.filter(({ mode }) => mode === 'live');
    const runs = await this.#runsOf(told);
    yield async () => {
      for (const event of told) {
        const run = runs.get(event.runId);
        if (run) this.#measure(event, run);
      }
    };
  }

  /** Nobody measures twice: what the log does not hold any more is lost. */
  async *rebuild(): AsyncIterable<Write> {}

  #measure(event: LogEvent, run: MeasuredRun): void {
    const { ended, retries, runDuration, stepDuration, diagnostics } =
      this.instruments;
    const { of } = run;
    const durationMs = Number(event.payload.durationMs);
    switch (event.type) {
      case 'run.completed':
      case 'run.failed':
      case 'run.canceled': {
        const status = event.type.slice('run.'.length);
        ended.add(1, { ...of, status });
        runDuration.record(durationMs / SECOND_MS, { ...of, status });
        diagnostics.add(1, { available: String(run.isTraced) });
        break;
      }
      case 'step.retrying':
        retries.add(1, { ...of, expected: String(event.payload.expected) });
        break;
      case 'step.completed':
        stepDuration.record(durationMs / SECOND_MS, {
          ...of,
          step: event.stepKey!,
        });
        break;
      default:
    }
  }

  async #runsOf(events: LogEvent[]): Promise<Map<string, MeasuredRun>> {
    const ids = [...new Set(events.map(({ runId }) => runId))];
    const rows: DatabaseRow[] = await this.knex('runs')
      .join('workflows', 'workflows.id', 'runs.workflow_id')
      .join('run_live', 'run_live.run_id', 'runs.id')
      .whereIn('runs.id', ids)
      .select('runs.id', 'runs.environment', 'runs.trace_id')
      .select('workflows.engine', 'workflows.name', 'run_live.steps_total');
    return new Map(
      rows.map(row => [
        row.id,
        {
          of: {
            workflow: `${row.engine}/${row.name}`,
            environment: row.environment,
          },
          isTraced: row.trace_id !== null && row.steps_total > 0,
        },
      ]),
    );
  }
}

interface MeasuredRun {
  of: OfRuns;
  isTraced: boolean;
}
