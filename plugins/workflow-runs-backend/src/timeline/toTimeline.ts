import { Timeline, TimelineStep } from 'backstage-plugin-workflow-runs-common';
import {
  Branches,
  unitId,
} from 'backstage-plugin-workflow-runs-common/machine';
import { DatabaseRow } from '../queries/DatabaseRow';
import { RunRecord } from '../queries/runToWire';
import type { TimelineRows } from './TimelineQueries';

/** Milliseconds from the origin of a timeline; null where there is no time. */
type Since = (at: number | string | null) => number | null;

/** The timeline of a run, of rows in the order in which it shows them. */
export function toTimeline(
  run: Pick<RunRecord, 'queuedAt' | 'status' | 'sla'>,
  rows: TimelineRows,
  branches: Branches,
): Timeline {
  const origin = Date.parse(run.queuedAt);
  const since: Since = at => (at === null ? null : Number(at) - origin);
  const attemptsOf = byUnit(rows.attempts, since);
  const numberOf = new Map<string, number>(
    rows.steps.map(({ step_key, step_number }) => [step_key, step_number]),
  );
  const dueAt = run.sla?.dueAt ?? null;
  return {
    origin: run.queuedAt,
    status: run.status,
    states: rows.states.map((state, index) => ({
      status: state.status,
      generation: state.generation,
      start: since(state.entered_at),
      end: since(rows.states[index + 1]?.entered_at ?? null),
    })),
    sla: run.sla && {
      status: run.sla.status,
      due: since(dueAt && Date.parse(dueAt)),
    },
    steps: rows.steps.map(row => ({
      number: row.step_number,
      key: row.step_key,
      item: row.item_index,
      name: row.name,
      type: row.type,
      status: row.status,
      branch: branches.get(row.step_key) ?? null,
      start: since(row.started_at),
      end: since(row.completed_at),
      dependsOn: (JSON.parse(row.depends_on) as string[]).flatMap(
        key => numberOf.get(key) ?? [],
      ),
      attempts: attemptsOf.get(unitId(row.step_key, row.item_index)) ?? [],
      itemsLeftOut:
        row.item_index < 0 ? rows.itemsLeftOut.get(row.step_key) ?? 0 : 0,
    })),
    attemptsLeftOut: rows.attemptsLeftOut,
  };
}

function byUnit(
  rows: readonly DatabaseRow[],
  since: Since,
): Map<string, TimelineStep['attempts']> {
  const found = new Map<string, TimelineStep['attempts']>();
  for (const row of rows) {
    const unit = unitId(row.step_key, row.item_index);
    const attempts = found.get(unit) ?? [];
    attempts.push({
      generation: row.generation,
      number: row.number,
      status: row.status,
      start: since(row.started_at),
      end: since(row.completed_at),
    });
    found.set(unit, attempts);
  }
  return found;
}
