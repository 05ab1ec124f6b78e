import {
  AlertEpisode,
  AlertPreview,
  AlertRule,
  AlertState,
  FiringAlert,
} from 'backstage-plugin-workflow-runs-common';
import { apiError } from './apiError';
import { at } from './builders';

const QUARTER_MS = 900_000;

/** A rule that is well; say what differs. @public */
export function anAlertRule(
  overrides: Partial<Omit<AlertRule, 'state'>> & {
    state?: Partial<AlertState>;
  } = {},
): AlertRule {
  const { state, ...rule } = overrides;
  return {
    id: 'alert_1',
    name: 'Trial activations fail',
    kind: 'failure_rate',
    scope: { workflows: ['embedded/trial_activation'] },
    viewName: null,
    threshold: 20,
    windowMs: 3_600_000,
    minRuns: 10,
    forMs: 300_000,
    keepFiringMs: 300_000,
    severity: 'warning',
    recipients: [],
    webhookId: null,
    runbookUrl: null,
    remindMs: null,
    enabled: true,
    disabledBecause: null,
    expiresAt: at(90 * 86_400),
    revision: 1,
    createdBy: 'user:default/admin',
    createdAt: at(-86_400),
    updatedBy: 'user:default/admin',
    updatedAt: at(-86_400),
    ...rule,
    state: {
      status: 'ok',
      since: at(-7_200),
      value: 4.2,
      runs: 48,
      capped: false,
      evaluatedAt: at(-20),
      snoozedUntil: null,
      snoozedBy: null,
      recent: [3, 5, 4, 4.8, 6, 4.1, 4.2].map((value, index) => ({
        at: at(-3_600 + index * 600),
        value,
      })),
      ...state,
    },
  };
}

/** An episode that is over; say what differs. @public */
export function anAlertEpisode(
  overrides: Partial<AlertEpisode> = {},
): AlertEpisode {
  return {
    id: 'alep_1',
    firedAt: at(-7_200),
    value: 31.4,
    runs: 35,
    threshold: 20,
    worst: 44.8,
    toldAt: at(-7_200),
    resolvedAt: at(-3_600),
    end: 'recovered',
    resolvedBy: null,
    note: null,
    ...overrides,
  };
}

/** Seven days in which a rule would have fired twice; say what differs. @public */
export function anAlertPreview(
  overrides: Partial<AlertPreview> = {},
): AlertPreview {
  const to = Date.parse(at(0));
  const points = Array.from({ length: 7 * 96 }, (_, index) => {
    const isHigh = (index > 200 && index < 212) || (index > 520 && index < 530);
    const isQuiet = index % 96 < 12;
    const busy = isHigh
      ? { value: 38, status: 'firing' as const }
      : { value: 4 + (index % 7), status: 'ok' as const };
    return {
      at: new Date(to - (7 * 96 - index) * QUARTER_MS).toISOString(),
      runs: isQuiet ? 0 : 30 + (index % 11),
      ...(isQuiet ? { value: null, status: 'no_data' as const } : busy),
    };
  });
  return {
    from: points[0].at,
    to: points[points.length - 1].at,
    points,
    episodes: [201, 521].map(index => ({
      firedAt: points[index].at,
      resolvedAt: points[index + 10].at,
      value: 38,
    })),
    capped: false,
    ...overrides,
  };
}

/** Alert rules, as the fake backend has them. @public */
export class FakeAlerts {
  rules: AlertRule[] = [];
  /** Newest first; of every rule. */
  episodes: AlertEpisode[] = [];
  preview: AlertPreview = anAlertPreview();

  answer(
    id: string,
    {
      params,
      query,
      body,
    }: {
      params: Record<string, string>;
      query: { limit?: number };
      body: Record<string, unknown>;
    },
  ): unknown {
    const { alertRuleId } = params;
    switch (id) {
      case 'listAlertRules':
        return { items: this.rules };
      case 'listFiringAlerts':
        return { items: this.#firing() };
      case 'previewAlertRule':
        return this.preview;
      case 'createAlertRule': {
        const rule = anAlertRule({
          ...body,
          id: `alert_${this.rules.length + 1}`,
          state: { status: 'no_data', value: null, runs: 0, evaluatedAt: null },
        });
        this.rules = [rule, ...this.rules];
        return rule;
      }
      case 'getAlertRule':
        return this.#find(alertRuleId);
      case 'changeAlertRule': {
        const { revision, ...content } = body;
        if (revision !== this.#find(alertRuleId).revision) {
          throw apiError(409, {
            name: 'ConflictError',
            message: 'revision: somebody has changed the rule: load it anew',
          });
        }
        return this.#change(alertRuleId, {
          ...content,
          revision: Number(revision) + 1,
        });
      }
      case 'deleteAlertRule':
        this.rules = this.rules.filter(rule => rule.id !== alertRuleId);
        return {};
      case 'snoozeAlertRule':
        return this.#state(alertRuleId, {
          snoozedUntil: body.until as string | null,
          snoozedBy: body.until === null ? null : 'user:default/admin',
        });
      case 'resolveAlertRule':
        return this.#state(alertRuleId, { status: 'resolved', since: at(0) });
      default: {
        const limit = Number(query.limit ?? 20);
        const isMore = this.episodes.length > limit;
        return {
          items: this.episodes.slice(0, limit),
          nextAfter: isMore ? this.episodes[limit - 1].id : null,
        };
      }
    }
  }

  #firing(): FiringAlert[] {
    return this.rules
      .filter(({ enabled, state }) => enabled && state.status === 'firing')
      .map(({ id, name, severity, runbookUrl, scope, state }) => ({
        id,
        name,
        severity,
        runbookUrl,
        since: state.since,
        snoozedUntil: state.snoozedUntil,
        filter:
          'workflows' in scope
            ? {
                workflow: scope.workflows,
                ...(scope.environments && { environment: scope.environments }),
              }
            : {},
      }));
  }

  #find(id: string): AlertRule {
    const found = this.rules.find(rule => rule.id === id);
    if (found) return found;
    throw apiError(404, { name: 'NotFoundError', message: 'No such rule' });
  }

  #change(id: string, change: Partial<AlertRule>): AlertRule {
    const changed = { ...this.#find(id), ...change };
    this.rules = this.rules.map(rule => (rule.id === id ? changed : rule));
    return changed;
  }

  #state(id: string, state: Partial<AlertState>): AlertRule {
    return this.#change(id, { state: { ...this.#find(id).state, ...state } });
  }
}
