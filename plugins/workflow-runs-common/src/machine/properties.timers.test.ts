import { check, checkAlways } from './__testUtils__/check';
import { World } from './__testUtils__/World';
import { isEnded } from './settled';
import type { WorkflowGraph } from './graph';
import type { RunState } from './state';
import { placeOf } from './unit';

/** The timers that a state needs, by kind and unit, and those that it may have. */
function timersOf(graph: WorkflowGraph, state: RunState) {
  const needed: string[] = [];
  const possible: string[] = [];
  for (const [unit, step] of Object.entries(state.steps)) {
    const { status, retryAt, waitingFor } = step;
    if (status === 'retrying' && retryAt !== null) needed.push(`retry ${unit}`);
    if (waitingFor?.kind === 'time') needed.push(`wait ${unit}`);
    if (waitingFor?.kind === 'event' && waitingFor.until !== null) {
      needed.push(`timeout ${unit}`);
    }
    const node = graph.node(placeOf(unit).step);
    const tries = node.type === 'map' && unit.includes('#') ? node.each : node;
    if (waitingFor?.kind === 'approval' && node.type === 'approval') {
      // Those that have fired are gone, but for the reminder.
      if (node.remindEveryMs) needed.push(`reminder ${unit}`);
      if (node.timeout) needed.push(`timeout ${unit}`);
      if (node.slaMs) possible.push(`overdue ${unit}`);
      if (node.escalate) possible.push(`escalation ${unit}`);
    }
    const isChild = 'workflow' in tries && tries.totalTimeoutMs;
    const isUnderWay = status === 'running' || status === 'retrying';
    if (isChild && isUnderWay && state.status !== 'canceling') {
      needed.push(`timeout ${unit}`);
    }
  }
  if (state.sla && !isEnded(state.status)) {
    possible.push('sla_warning ', 'sla_breach ');
  }
  return { needed, possible };
}

describe('whatever happens to a run of any workflow', () => {
  it('has the timers set that its steps need, and no others', () =>
    checkAlways(({ world: { graph, state, timers } }) => {
      const { needed, possible } = timersOf(graph, state);
      const set = [...timers.keys()];
      expect(set).toEqual(expect.arrayContaining(needed));
      expect([...needed, ...possible]).toEqual(expect.arrayContaining(set));
    }));

  it('has a clock that runs, and only while the target counts', () =>
    checkAlways(({ world: { graph, state, timers } }) => {
      const { sla } = graph.definition;
      if (!sla || !state.sla) return;
      const standsStill =
        isEnded(state.status) ||
        (state.status === 'paused' && sla.excludePauses) ||
        (state.status === 'waiting_human' && sla.excludeHumanWaits);
      expect(timers.has('sla_breach ')).toBe(
        !standsStill && !state.sla.breached,
      );
    }));

  it('leaves no timer set when it has ended', () =>
    check(script => {
      expect([...new World(script).play().serve().timers.keys()]).toEqual([]);
    }));
});
