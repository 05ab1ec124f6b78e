import { setTimeout as sleep } from 'node:timers/promises';
import { isEnded } from 'backstage-plugin-workflow-runs-common';
import { isRollback } from 'backstage-plugin-workflow-runs-common/machine';
import { ActionRequest } from '../../runs/ActionDesk';
import {
  ActAnswer,
  BackendRequest,
  OpenRun,
  RunStatuses,
} from './backend/messages';
import { Random } from './random';
import { OperatorScript, Script } from './scenarios/Scenario';

const POLL_MS = 100;
const REASON = 'The script says so';

/** Asks some backend, again and again until one answers; undefined once nobody asks any more. */
type Ask = <T>(request: BackendRequest) => Promise<T | undefined>;

/** Plays those who look after runs: does to them what scripts say, and sees to what stands still. */
export class Operators {
  /** Runs that somebody sees to, and how often somebody has. */
  readonly #attended = new Set<string>();
  readonly #visits = new Map<string, number>();

  constructor(private readonly ask: Ask, private readonly random: Random) {}

  /** Does what a script says, one after the other. */
  async follow(runId: string, { operators }: Script, key: string) {
    for (const [index, operator] of operators.entries()) {
      await this.#carryOut(runId, operator, `${key}-${index}`);
    }
  }

  /** Whether the run does not go on by itself, so that somebody has to see to it. */
  isStuck(run: OpenRun): boolean {
    if (this.#attended.has(run.id)) return false;
    return isPoisoned(run) || Boolean(run.needsIntervention);
  }

  /**
   * Sees to a run: what was lost three times is given another chance, or canceled; of a rollback that
   * has failed, it is decided what becomes of it.
   */
  async seeTo(run: OpenRun, script: Script | undefined): Promise<void> {
    const visits = (this.#visits.get(run.id) ?? 0) + 1;
    this.#visits.set(run.id, visits);
    this.#attended.add(run.id);
    const request = isPoisoned(run)
      ? this.#chance(run, visits)
      : await this.#intervention(run.id, script, visits);
    if (request) await this.#act(run.id, request, `seen-${run.id}-${visits}`);
    this.#attended.delete(run.id);
  }

  /** What another run waits for is never canceled: that would not be what its script says. */
  #chance({ parentRunId }: OpenRun, visits: number): ActionRequest {
    const isGivenUp =
      parentRunId === null && (visits > 1 || this.random.chance(0.5));
    return { action: isGivenUp ? 'cancel' : 'resume' };
  }

  async #intervention(
    runId: string,
    script: Script | undefined,
    visits: number,
  ): Promise<ActionRequest | undefined> {
    // What a script says is said of its own failure; what comes later are losses.
    const way = visits === 1 ? script?.intervention ?? 'retry' : 'retry';
    if (way === 'retry') return { action: 'retry' };
    if (way === 'resolve') return { action: 'resolve', reason: REASON };
    const statuses = await this.#statuses(runId);
    const failed = Object.entries(statuses?.steps ?? {}).find(
      ([step, status]) => isRollback(step) && status === 'failed',
    );
    return (
      failed && {
        action: 'force',
        reason: REASON,
        details: { step: failed[0], to: way },
      }
    );
  }

  async #carryOut(runId: string, operator: OperatorScript, key: string) {
    if (!(await this.#untilItIs(runId, operator.once))) return;
    await sleep(operator.afterMs);
    for (let turn = 1; ; turn++) {
      const request = requestOf(operator, key);
      const answer = await this.#act(runId, request, `${key}-${turn}`);
      if (answer !== 'refused' || !operator.insists) return;
      await sleep(POLL_MS);
      if (!(await this.#untilItIs(runId, operator.once))) return;
    }
  }

  /** @returns false where that cannot be any more: the run has ended, or nobody asks */
  async #untilItIs(
    runId: string,
    once: OperatorScript['once'],
  ): Promise<boolean> {
    for (;;) {
      const statuses = await this.#statuses(runId);
      if (!statuses) return false;
      const { run, steps } = statuses;
      const status = once?.step === undefined ? run : steps[once.step];
      const isSo = once ? once.status.includes(status) : !isEnded(run);
      if (isSo) return true;
      if (isEnded(run)) return false;
      await sleep(POLL_MS);
    }
  }

  /** Asks with the same key until it is answered for good. */
  async #act(
    runId: string,
    request: ActionRequest,
    key: string,
  ): Promise<ActAnswer | undefined> {
    for (;;) {
      const answer = await this.ask<ActAnswer>({
        type: 'act',
        runId,
        request,
        key,
      });
      if (answer !== 'accepted') return answer;
      await sleep(POLL_MS);
    }
  }

  #statuses(runId: string): Promise<RunStatuses | undefined> {
    return this.ask<RunStatuses>({ type: 'statuses', runId });
  }
}

function isPoisoned({ status, blockedReason }: OpenRun): boolean {
  return status === 'paused' && blockedReason === 'poison';
}

function requestOf(
  { action, step, to, decision, name }: OperatorScript,
  payload: string,
): ActionRequest {
  const hasDetails = [step, to, decision, name].some(Boolean);
  return {
    action,
    ...(action === 'force' ? { reason: REASON } : {}),
    ...(hasDetails
      ? {
          details: {
            ...(step ? { step } : {}),
            ...(to ? { to } : {}),
            ...(decision ? { decision } : {}),
            ...(name ? { name, payload } : {}),
          },
        }
      : {}),
  };
}
