import type { Json, ValidatorResult } from '../../model/vocabulary';
import { placeOf } from '../unit';
import { Deed, OUTPUTS } from './arbitraries';
import { Going, Happening, timerDue, World } from './World';

/** What a deed comes to in a world; undefined where there is no one whom it could happen to. */
export function toEvent(
  world: World,
  { kind, which, category }: Deed,
  request: string,
): Happening | undefined {
  const by = { actor: 'user:a', reason: 'because' };
  const pick = <T>(from: readonly T[]): T | undefined =>
    from[which % Math.max(1, from.length)];
  const { steps } = world.graph.definition;
  const anyStep = pick(steps)!.key;
  switch (kind) {
    case 'complete':
    case 'fail':
    case 'lose':
    case 'let go': {
      const going = pick([...world.underWay]);
      if (!going) return undefined;
      world.underWay.delete(going[0]);
      return outcomeOf(world, kind, going, { which, category });
    }
    case 'due': {
      const alarm = pick([...world.timers.values()]);
      return alarm && timerDue(alarm);
    }
    case 'pause':
    case 'resume':
      return { type: kind, request };
    case 'cancel':
      return { type: kind, request, ...by };
    case 'resolve':
      return { type: kind, request, note: 'done by hand', actor: by.actor };
    case 'retry': {
      const unit = pick([undefined, ...Object.keys(world.state.steps)]);
      const place = unit === undefined ? {} : placeOf(unit);
      return { type: kind, request, ...place, ...by };
    }
    case 'force': {
      const held = Object.keys(world.state.steps).filter(
        unit => world.state.steps[unit].held,
      );
      const unit = pick([...held, ...held, anyStep])!;
      const to = (['skip', 'complete', 'fail'] as const)[which % 3];
      const output = OUTPUTS[which % OUTPUTS.length];
      return { type: kind, request, step: unit, to, output, ...by };
    }
    case 'decide': {
      const asked = steps.filter(
        ({ key }) => world.state.steps[key].status === 'waiting_human',
      );
      const step = pick(asked)?.key;
      const decision = which % 3 ? 'approved' : 'rejected';
      return (step && {
        type: kind,
        request,
        step,
        decision,
        note: null,
        actor: null,
      }) as Happening | undefined;
    }
    case 'send_event':
      return {
        type: kind,
        request,
        name: which % 2 ? 'ping' : 'pong',
        payload: 'go',
      };
    case 'node_action': {
      const offering = steps
        .filter(
          ({ key, actions }) =>
            actions && world.state.steps[key].status !== 'pending',
        )
        .map(({ key }) => key);
      const step = pick(offering) ?? anyStep;
      return { type: kind, request, step, action: 'poke', input: {} };
    }
    case 'invoked': {
      const done = pick([...world.invoked]);
      if (!done) return undefined;
      world.invoked.delete(done);
      const error = { category, code: null, message: 'no' };
      return which % 4
        ? { type: 'node_action.completed', request: done, output: 'go' }
        : { type: 'node_action.failed', request: done, error };
    }
    case 'stale':
      return staleEvent(world, which);
    default: {
      const again = pick(world.journal);
      if (!again || ('request' in again && again.request)) return undefined;
      // Whoever knows of its end is sure to be stale.
      const { at: _, ...event } = again;
      return {
        ...event,
        generation: world.state.generation - 1,
      } as Happening;
    }
  }
}

/** What brings the run on; undefined where nothing does. */
export function nextService(world: World): Happening | undefined {
  const going = [...world.underWay][0];
  if (going) {
    world.underWay.delete(going[0]);
    return outcomeOf(world, 'complete', going, { which: 2, category: 'bug' });
  }
  const { state } = world;
  const by = { actor: null, reason: 'because' };
  const held = Object.keys(state.steps).find(unit => state.steps[unit].held);
  if (held) return { type: 'force', step: held, to: 'complete', ...by };
  if (state.pauseAsked || state.poisoned) {
    return state.status === 'paused' || state.pauseAsked
      ? { type: 'resume' }
      : undefined;
  }
  const asked = Object.keys(state.steps).find(
    unit => state.steps[unit].status === 'waiting_human',
  );
  if (asked) {
    const approve = {
      decision: 'approved',
      actor: null,
      note: null,
    } as const;
    return { type: 'decide', step: asked, ...approve };
  }
  const name = Object.keys(state.awaiting)[0];
  if (name) return { type: 'send_event', name, payload: 'go' };
  // The run's own clock brings nothing on.
  const alarm = [...world.timers.values()].find(({ step }) => step !== '');
  return alarm && timerDue(alarm);
}

/** How an attempt comes to its end. */
function outcomeOf(
  world: World,
  kind: 'complete' | 'fail' | 'lose' | 'let go',
  [unit, going]: [string, Going],
  { which, category }: Pick<Deed, 'which' | 'category'>,
): Happening {
  const about = { ...placeOf(unit), ...going };
  switch (kind) {
    case 'complete':
      return {
        type: 'attempt.completed',
        ...about,
        output: OUTPUTS[which % OUTPUTS.length] as Json,
        validation: validationOf(world, unit, which),
      };
    case 'fail': {
      const error = { category, code: null, message: category };
      return { type: 'attempt.failed', ...about, error };
    }
    case 'lose':
      return { type: 'attempt.lost', ...about };
    default:
      return { type: 'attempt.lost', ...about, inGoodOrder: true };
  }
}

function validationOf(
  world: World,
  unit: string,
  which: number,
): ValidatorResult[] | undefined {
  const node = world.graph.node(placeOf(unit).step);
  if (!('validators' in node) || !node.validators) return undefined;
  return node.validators.map((_, index) => ({
    validator: `v${index}`,
    passed: (which + index) % 3 !== 0,
    score: null,
    reasons: ['it seems so'],
  }));
}

/** About a unit that is there, but another attempt, or another passage of the run. */
function staleEvent(world: World, which: number): Happening {
  const units = Object.entries(world.state.steps);
  const [unit, { attempt }] = units[which % units.length];
  const isOld = which % 2 === 0;
  const about = {
    ...placeOf(unit),
    attempt: isOld ? attempt : attempt - 1,
    generation: world.state.generation - (isOld ? 1 : 0),
  };
  const error = { category: 'bug', code: null, message: 'late' } as const;
  const events: Happening[] = [
    { type: 'attempt.completed', ...about, output: 'late' },
    { type: 'attempt.failed', ...about, error },
    { type: 'attempt.lost', ...about },
    { type: 'timer.due', kind: 'retry', ...about },
    { type: 'timer.due', kind: 'wait', ...about },
  ];
  return events[which % events.length];
}
