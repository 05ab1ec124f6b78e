import {
  advance,
  Effect,
  isEnded,
  MachineEvent,
  unitId,
} from 'backstage-plugin-workflow-runs-common/machine';
import {
  ChildMessage,
  Fence,
  PayloadRecord,
  Transition,
} from '../recorder/Transition';
import { Sealer } from '../sealing/Sealer';
import { ClaimedRun } from './claim';
import { Happening } from './happenings';
import { holdOf, LoadedRun } from './load';
import { RunRequest } from './readRuns';
import { RunTimer, RunTimers } from './RunTimers';
import { shownOutput } from './shownOutput';
import { toTransition } from './toTransition';

/** Something that a run hears of. */
export interface Mail {
  /** None where something has only to be looked at again, or answered. */
  event?: Happening;
  /** The timer that has fired. */
  timer?: RunTimer;
  /** The message that the event was made of. */
  message?: ChildMessage;
  /** A request that this version does not know how to carry out. */
  unknown?: RunRequest;
  /** What the handler has reported about the work of the attempt that the event is about. */
  report?: NonNullable<Transition['reports']>[number];
}

/** An effect, with the passage of the run that wants it: in one go it may be opened again. */
export type Deed<T extends Effect = Effect> = T & { generation: number };

/** What mail has come to. */
export interface Decision {
  transition: Transition;
  /** What is to be done once that is committed. */
  effects: Deed[];
  /** Whether nothing is left to do here: the run waits, or has ended. */
  isParked: boolean;
}

/** What is done for a run once it is committed, and keeps it from being let go of. */
const ERRANDS: ReadonlySet<Effect['type']> = new Set([
  'startChild',
  'cancelChild',
  'invoke',
] as const);

/** Decides what becomes of one run, and how its holder leaves it in the tables. */
export class RunDecisions {
  #at = 0;
  /** What the tables say holds the run back. */
  #hold: string | null;

  constructor(
    private readonly claimed: ClaimedRun,
    private readonly run: LoadedRun,
    private readonly options: {
      workerId: string;
      sealer: Sealer;
      now: () => number;
      timers: RunTimers;
      /** Requests that have no last answer yet, by id. */
      requests: ReadonlyMap<string, RunRequest>;
    },
  ) {
    this.#hold = claimed.hold;
  }

  /** @param isBusy - whether this process is doing something for the run that is no attempt */
  decide(mails: readonly Mail[], isBusy: boolean): Decision {
    const { workerId, sealer, requests } = this.options;
    const { effects, reports, outputs } = this.#advance(mails);
    const transition = toTransition(this.run, this.claimed.runId, effects, {
      workerId,
      sealer,
      now: this.#timeOf(false),
      requests,
    });
    transition.reports = reports;
    transition.payloads?.push(...outputs);
    transition.timers = [
      ...mails.flatMap(({ timer }) => (timer ? [usedUp(timer)] : [])),
      ...transition.timers,
    ];
    transition.read = mails.flatMap(({ message }) =>
      message ? [message] : [],
    );
    const isParked =
      !isBusy &&
      this.run.state.running === 0 &&
      !effects.some(({ type }) => ERRANDS.has(type));
    transition.fence = this.#fence(isParked, transition.timers);
    return { transition, effects, isParked };
  }

  #advance(mails: readonly Mail[]) {
    const { graph, state, values } = this.run;
    const effects: Deed[] = [];
    const reports: NonNullable<Transition['reports']> = [];
    const outputs: PayloadRecord[] = [];
    for (const { event, timer, unknown, report } of mails) {
      if (unknown)
        effects.push({ ...refusalOfUnknown(unknown), generation: 0 });
      if (!event) continue;
      const at = this.#timeOf('request' in event || timer !== undefined);
      const happened = { ...event, at } as MachineEvent;
      const following = advance(graph, state, happened);
      // Nothing follows from an attempt that nobody waits for any more.
      if (report && following.length > 0) reports.push(report);
      for (const effect of following) {
        effects.push({ ...effect, generation: state.generation });
        if (effect.type === 'output') {
          values.keep(unitId(effect.step, effect.item), effect.output);
        }
        const output = shownOutput(this.run, effect);
        if (output) outputs.push(output);
        if (effect.type === 'fact' && effect.fact.type === 'run.reopened') {
          values.forget(effect.fact.recomputed);
        }
      }
    }
    return { effects, reports, outputs };
  }

  /** A holder that keeps its run changes nothing of how the tables say that it is held. */
  #fence(isParked: boolean, timers: NonNullable<Transition['timers']>): Fence {
    const { epoch } = this.claimed;
    const { state } = this.run;
    const hold = holdOf(state);
    if (!isParked && hold === this.#hold) return { epoch };
    this.#hold = hold;
    return {
      epoch,
      leave: {
        workerId: isParked ? null : this.options.workerId,
        wakeAt: isParked ? this.options.timers.nextDue(timers) : null,
        hold,
        isOver: isParked && isEnded(state.status),
      },
    };
  }

  /**
   * The time of a decision; none is before the one before. What operators ask and what clocks tell may
   * be the same again, and each gets a millisecond of its own: the log knows it apart by its time.
   */
  #timeOf(isItsOwn: boolean): number {
    this.#at = Math.max(this.options.now(), this.#at + (isItsOwn ? 1 : 0));
    return this.#at;
  }
}

/** A holder that keeps its run, and has decided nothing, has nothing to write. */
export function changesNothing({
  isParked,
  transition: { facts, actions, timers, read, sealed },
}: Decision): boolean {
  const lists = [facts, actions, timers, read, sealed];
  return !isParked && lists.every(list => !list || list.length === 0);
}

/** A timer that has fired is none any more, unless what follows sets it again. */
function usedUp({ kind, step, item }: RunTimer) {
  return { kind, step, item, dueAt: null };
}

function refusalOfUnknown({ id, action }: RunRequest): Effect {
  return {
    type: 'answer',
    request: id,
    outcome: 'refused',
    message: `This version cannot ${action} a run`,
  };
}
