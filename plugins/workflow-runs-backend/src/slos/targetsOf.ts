import {
  DEFAULT_SLO_WINDOW_DAYS,
  P95_SHARE,
  parseSlo,
  Slo,
  SloObjective,
  SloProblem,
  SloSource,
  SloTargets,
  spanToMs,
  windowToDays,
} from 'backstage-plugin-workflow-runs-common';
import { ANY_WORKFLOW, SloRule } from './config';

/** What is expected of the runs of a workflow in one respect. */
export type SloTarget = Pick<
  Slo,
  | 'objective'
  | 'environment'
  | 'target'
  | 'durationMs'
  | 'windowDays'
  | 'source'
>;

/** What a workflow says of itself. */
export interface SloSubject {
  ref: string;
  /** As the entity says it. */
  annotated: string | null;
  defined: SloTargets | null;
}

const FIELDS = {
  success_rate: 'successRate',
  p95_duration: 'p95Duration',
} as const satisfies Record<SloObjective, keyof SloTargets>;
const OBJECTIVES = Object.keys(FIELDS) as SloObjective[];

/**
 * The targets of a workflow. For each objective, the most particular source that names it wins: the entity, then
 * the definition, then the rule of the configuration that names the workflow rather than all, and the environment
 * rather than all.
 *
 * @param environments - each is to be judged for itself; where it is left out, all are together, and beside them
 * those that rules name
 */
export function targetsOf(
  subject: SloSubject,
  rules: readonly SloRule[],
  environments?: readonly string[],
): { targets: SloTarget[]; problems: SloProblem[] } {
  const { ref, annotated, defined } = subject;
  const parsed = annotated === null ? { targets: {} } : parseSlo(annotated);
  const own: [SloSource, SloTargets][] = [
    ['annotation', 'targets' in parsed ? parsed.targets : {}],
    ['definition', defined ?? {}],
  ];
  const fitting = mostParticularFirst(ref, rules);
  const places = environments ?? [null, ...environmentsOf(fitting)];
  const targets = OBJECTIVES.flatMap(objective =>
    places.flatMap((environment): SloTarget[] => {
      const says = (said: SloTargets) => said[FIELDS[objective]] !== undefined;
      const found = own.find(([, said]) => says(said));
      const rule = fitting.find(
        each =>
          says(each) &&
          (each.environment === undefined || each.environment === environment),
      );
      const [source, said] = found ?? ['configuration', rule];
      if (!said) return [];
      // It is told with all environments already.
      const isOfAll = found !== undefined || rule?.environment === undefined;
      if (!environments && environment !== null && isOfAll) return [];
      return [toTarget(objective, environment, source, said)];
    }),
  );
  return { targets, problems: 'problems' in parsed ? parsed.problems : [] };
}

/** Of rules that are alike, there is one. */
function mostParticularFirst(
  ref: string,
  rules: readonly SloRule[],
): readonly SloRule[] {
  const rank = ({ workflow, environment }: SloRule) =>
    (workflow === ANY_WORKFLOW ? 0 : 2) + (environment === undefined ? 0 : 1);
  return rules
    .filter(({ workflow }) => workflow === ref || workflow === ANY_WORKFLOW)
    .sort((a, b) => rank(b) - rank(a));
}

function environmentsOf(rules: readonly SloRule[]): string[] {
  return [...new Set(rules.flatMap(({ environment }) => environment ?? []))];
}

function toTarget(
  objective: SloObjective,
  environment: string | null,
  source: SloSource,
  { successRate, p95Duration, window }: SloTargets,
): SloTarget {
  const isRate = objective === 'success_rate';
  return {
    objective,
    environment,
    target: isRate ? successRate! : P95_SHARE,
    durationMs: isRate ? null : spanToMs(p95Duration!)!,
    windowDays:
      window === undefined ? DEFAULT_SLO_WINDOW_DAYS : windowToDays(window)!,
    source,
  };
}
