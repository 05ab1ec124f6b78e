import { Slos } from 'backstage-plugin-workflow-runs-common';
import { SloQueries } from '../slos/SloQueries';
import { Observation } from './instruments';

/** Both instruments ask at once, and budgets last for days. */
const KEPT_MS = 30_000;

/** Tells of the budgets of the workflows that have a target: those most urgent, 200 at most. */
export function observeSlos(
  slos: Pick<SloQueries, 'list'>,
  now: () => number,
): Record<'budget' | 'burn', Observation> {
  let known: { at: number; slos: Promise<Slos> } | undefined;
  const look = () => {
    if (!known || now() - known.at >= KEPT_MS) {
      const asked = slos.list({}, { workflows: 'all', runs: 'all' });
      known = { at: now(), slos: asked };
      // What failed is asked for anew.
      asked.catch(() => {
        known = undefined;
      });
    }
    return known.slos;
  };
  const each = async (
    tell: (
      slo: Slos['items'][number]['slos'][number],
      of: Record<string, string>,
    ) => void,
  ) => {
    for (const { workflow, slos: own } of (await look()).items) {
      for (const slo of own) {
        // Of few runs, one more would ring an alarm.
        if (slo.severity === null) continue;
        tell(slo, {
          workflow: workflow.ref,
          objective: slo.objective,
          ...(slo.environment !== null && { environment: slo.environment }),
        });
      }
    }
  };
  return {
    budget: result =>
      each(({ budget }, of) => {
        if (budget.leftShare !== null) result.observe(budget.leftShare, of);
      }),
    burn: result =>
      each(({ burn }, of) => {
        for (const { window, rate } of burn) {
          if (rate !== null) result.observe(rate, { ...of, window });
        }
      }),
  };
}
