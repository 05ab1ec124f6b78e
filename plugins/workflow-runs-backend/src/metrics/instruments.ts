import type {
  MetricsService,
  MetricsServiceObservableCallback,
} from '@backstage/backend-plugin-api/alpha';

/** Seconds; the fifth of an hour tells slow runs from stuck ones. */
const SPANS_S = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400];
/** Seconds; the promise is five for 99 of 100. */
const DELAYS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Which runs a figure is of. */
export interface OfRuns {
  [attribute: string]: string;
  /** `<engine>/<name>` */
  workflow: string;
  environment: string;
}

/**
 * Everything that the plugin measures of itself. The metrics service of Backstage is young and may change: it is
 * known here and in `plugin.ts` only.
 */
export function createInstruments(metrics: MetricsService) {
  const seconds = (name: string, description: string, bounds: number[]) =>
    metrics.createHistogram(name, {
      description,
      unit: 's',
      advice: { explicitBucketBoundaries: bounds },
    });
  const gauge = (name: string, description: string, unit: string) =>
    metrics.createObservableGauge(name, { description, unit });
  return {
    ended: metrics.createCounter<OfRuns & { status: string }>(
      'workflow_runs.runs.ended',
      { description: 'Runs that have ended', unit: '{run}' },
    ),
    retries: metrics.createCounter<OfRuns & { expected: string }>(
      'workflow_runs.retries',
      { description: 'Attempts that are followed by another', unit: '{retry}' },
    ),
    diagnostics: metrics.createCounter<{ available: string }>(
      'workflow_runs.diagnostics',
      {
        description:
          'Runs that have ended, by whether their steps and their trace are known',
        unit: '{run}',
      },
    ),
    runDuration: seconds(
      'workflow_runs.run.duration',
      'How long runs took that have ended',
      SPANS_S,
    ),
    stepDuration: seconds(
      'workflow_runs.step.duration',
      'How long steps took that have completed',
      SPANS_S,
    ),
    delivery: seconds(
      'workflow_runs.event.delivery',
      'From the record of an event until it is sent to a reader who waits for it',
      DELAYS_S,
    ),
    streams: metrics.createUpDownCounter('workflow_runs.streams.open', {
      description: 'Live streams that this backend holds open',
      unit: '{stream}',
    }),
    cuts: metrics.createCounter('workflow_runs.streams.cut', {
      description: 'Live streams that were cut off, and come again',
      unit: '{stream}',
    }),
    subscriptions: gauge(
      'workflow_runs.subscriptions',
      'Runs and workflows of which users want hints by signals',
      '{subscription}',
    ),
    evaluation: seconds(
      'workflow_runs.alerts.evaluation',
      'How long it took to evaluate all alert rules',
      DELAYS_S,
    ),
    alerts: gauge(
      'workflow_runs.alerts.rules',
      'Alert rules that are evaluated, by where they stand',
      '{rule}',
    ),
    webhookAttempts: metrics.createCounter<{ outcome: string }>(
      'workflow_runs.webhook.attempts',
      {
        description:
          'Attempts to deliver to webhooks: delivered, refused by the receiver, or not reached',
        unit: '{attempt}',
      },
    ),
    webhookLatency: seconds(
      'workflow_runs.webhook.latency',
      'From when something is to be delivered to a webhook until it is',
      SPANS_S,
    ),
    webhookPending: gauge(
      'workflow_runs.webhook.pending',
      'What is yet to be delivered to webhooks',
      '{delivery}',
    ),
    webhookAge: gauge(
      'workflow_runs.webhook.age',
      'How long the oldest of that has been waiting',
      's',
    ),
    open: gauge('workflow_runs.runs.open', 'Runs that go on', '{run}'),
    intervention: gauge(
      'workflow_runs.runs.needs_intervention',
      'Runs whose rollback needs somebody',
      '{run}',
    ),
    queued: gauge(
      'workflow_runs.queue.depth',
      'Runs that are due and that no backend holds',
      '{run}',
    ),
    waited: gauge(
      'workflow_runs.queue.age',
      'How long the first of them has been due',
      's',
    ),
    lag: gauge(
      'workflow_runs.reader.lag',
      'Events that a reader of the log has not read yet',
      '{event}',
    ),
    delay: gauge(
      'workflow_runs.reader.delay',
      'How long ago the first of them was recorded',
      's',
    ),
    budget: gauge(
      'workflow_runs.slo.budget.remaining',
      'The part of an error budget that is left; less than 0 where it is overspent',
      '1',
    ),
    burn: gauge(
      'workflow_runs.slo.burn_rate',
      'How fast an error budget is used; 1 uses it up just when its window is over',
      '1',
    ),
  };
}

export type Instruments = ReturnType<typeof createInstruments>;

/** What is told when somebody asks. */
export type Observation = MetricsServiceObservableCallback;
