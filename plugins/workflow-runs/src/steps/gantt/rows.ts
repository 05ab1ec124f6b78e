import { Step } from 'backstage-plugin-workflow-runs-common';
import { stepIdOf } from 'backstage-plugin-workflow-runs-react';
import { BranchTree, branchTree, MOST_BRANCHES } from '../branchTree';

/** Steps that follow one another and were skipped for the same reason. */
export interface SkippedTogether {
  count: number;
  /** Whether the row is the first of them. */
  first: boolean;
}

/** A row of the Gantt. */
export type GanttRow =
  | {
      kind: 'step';
      id: string;
      step: Step;
      depth: number;
      /** Of a fan-out that has begun: its items, and whether their rows follow. */
      items?: { steps: Step[]; open: boolean };
      skipped?: SkippedTogether;
    }
  | {
      kind: 'group';
      id: string;
      group: 'branch' | 'fork' | 'rollback';
      /** The step that a branch begins with. */
      name: string;
      /** How many branches there are in it. */
      branches: number;
      steps: Step[];
      depth: number;
      open: boolean;
    };

/** What is closed until somebody opens it. */
export type RowKind = 'branch' | 'fork' | 'items' | 'rollback';

export const isClosedAtFirst = (kind: RowKind): boolean =>
  kind === 'fork' || kind === 'items';

/**
 * The rows of a run: its steps in the order of the definition, those of a branch together, items under
 * their fan-out, and rollbacks in a lane of their own, in the order in which they began.
 *
 * @param isOpen - whether what belongs to a row is shown below it
 */
export function ganttRows(
  steps: readonly Step[],
  isOpen: (id: string, kind: RowKind) => boolean,
): GanttRow[] {
  const rollbacks: Step[] = [];
  const plain: Step[] = [];
  const itemsOf = new Map<string, Step[]>();
  const keys = new Set<string>();
  for (const step of steps) {
    if (step.type === 'compensation') rollbacks.push(step);
    else if (step.itemIndex < 0) {
      plain.push(step);
      keys.add(step.stepKey);
    } else {
      const items = itemsOf.get(step.stepKey);
      if (items) items.push(step);
      else itemsOf.set(step.stepKey, [step]);
    }
  }
  // Items whose fan-out is filtered away stand for themselves.
  for (const [key, items] of itemsOf) {
    if (!keys.has(key)) plain.push(...items);
  }

  const rows: GanttRow[] = [];
  const addStep = (step: Step, depth: number) => {
    const id = stepIdOf(step);
    const items = step.itemIndex < 0 ? itemsOf.get(step.stepKey) : undefined;
    const open = items !== undefined && isOpen(`items:${id}`, 'items');
    rows.push({
      kind: 'step',
      id,
      step,
      depth,
      ...(items && { items: { steps: items, open } }),
    });
    if (open) items.forEach(item => addStep(item, depth + 1));
  };

  const tree = branchTree(plain);
  const addAll = (some: Step[], level: number, depth: number) => {
    for (const part of partsOf(some, tree, level)) {
      if (part.kind === 'step' || part.steps.length === 1) {
        part.steps.forEach(step => addStep(step, depth));
        continue;
      }
      const open = isOpen(part.id, part.kind);
      rows.push({
        kind: 'group',
        id: part.id,
        group: part.kind,
        name: part.steps[0].name,
        branches: part.branches,
        steps: part.steps,
        depth,
        open,
      });
      if (!open) continue;
      if (part.kind === 'branch') addAll(part.steps, level + 1, depth + 1);
      else addBranches(part.steps, level, depth + 1);
    }
  };
  addAll(plain, 0, 0);
  markSkipped(rows);

  if (rollbacks.length > 0) {
    const open = isOpen('rollback', 'rollback');
    const inOrder = rollbacks.sort((a, b) =>
      (a.startedAt ?? '9').localeCompare(b.startedAt ?? '9'),
    );
    rows.push({
      kind: 'group',
      id: 'rollback',
      group: 'rollback',
      name: '',
      branches: 0,
      steps: inOrder,
      depth: 0,
      open,
    });
    if (open) inOrder.forEach(step => addStep(step, 1));
  }
  return rows;

  function addBranches(some: Step[], level: number, depth: number) {
    const branches = new Map<string, Step[]>();
    for (const step of some) {
      const branch = tree.pathOf(step)[level];
      const own = branches.get(branch);
      if (own) own.push(step);
      else branches.set(branch, [step]);
    }
    for (const own of branches.values()) addAll(own, level + 1, depth);
  }
}

interface Part {
  kind: 'step' | 'branch' | 'fork';
  id: string;
  branches: number;
  steps: Step[];
}

/** What stands beside one another at a level of branches, where its first step stands. */
function partsOf(steps: Step[], tree: BranchTree, level: number): Part[] {
  const parts = new Map<string, Part>();
  for (const step of steps) {
    const branch: string | undefined = tree.pathOf(step)[level];
    if (branch === undefined) {
      const id = stepIdOf(step);
      parts.set(`step:${id}`, { kind: 'step', id, branches: 0, steps: [step] });
      continue;
    }
    const fork = tree.forkOf(branch);
    const many = fork.branches.length > MOST_BRANCHES;
    const id = many ? fork.id : `branch:${branch}`;
    const part = parts.get(id);
    if (part) part.steps.push(step);
    else {
      parts.set(id, {
        kind: many ? 'fork' : 'branch',
        id,
        branches: many ? fork.branches.length : 1,
        steps: [step],
      });
    }
  }
  return [...parts.values()];
}

/** Says once for rows that follow one another why they were skipped. */
function markSkipped(rows: GanttRow[]) {
  const reasonOf = (row: GanttRow | undefined) =>
    row?.kind === 'step' && row.step.status === 'skipped'
      ? row.step.skipReason
      : null;
  for (let from = 0; from < rows.length; ) {
    const reason = reasonOf(rows[from]);
    let to = from + 1;
    while (reason !== null && reasonOf(rows[to]) === reason) to += 1;
    for (let index = from; reason !== null && index < to; index += 1) {
      const row = rows[index];
      if (row.kind === 'step') {
        row.skipped = { count: to - from, first: index === from };
      }
    }
    from = to;
  }
}

/** What has to be opened for a step to be seen: the closed row that it is in. */
export function closedAround(
  rows: readonly GanttRow[],
  stepId: string,
): string[] {
  for (const row of rows) {
    if (row.kind === 'step') {
      const { items } = row;
      if (items && !items.open && items.steps.some(isIt)) {
        return [`items:${row.id}`];
      }
    } else if (!row.open && row.steps.some(isIt)) return [row.id];
  }
  return [];

  function isIt(step: Step) {
    return stepIdOf(step) === stepId;
  }
}
