import { Knex } from 'knex';
import { z } from 'zod';
import {
  defineWorkflow,
  exponentialBackoff,
} from 'backstage-plugin-workflow-runs-node';
import { openDatabase } from '../../../plugins/workflow-runs-backend/src/database/open';
import { silentLogger } from '../../../plugins/workflow-runs-backend/src/__testUtils__/silentLogger';
import { TestEngine } from '../../../plugins/workflow-runs-backend/src/__testUtils__/TestEngine';
import { connect, Place } from '../../connect';
import { Load, Subject } from './Subject';

const DAY_MS = 86_400_000;

/** The ends of a run that a transition may tell. */
const ENDS = new Set(['run.completed', 'run.failed', 'run.canceled']);

/**
 * The engine of this project with everything on: it records, redacts, seals and projects as a
 * backend does, there is only no HTTP before it.
 */
export class EmbeddedSubject implements Subject {
  stepsDone = 0;
  onStep = () => {};
  readonly #ended = new Map<string, () => void>();
  readonly #parked = new Map<string, () => void>();

  private constructor(readonly engine: TestEngine, readonly knex: Knex) {}

  static async create(place: Place, load: Load): Promise<EmbeddedSubject> {
    const knex = connect(place);
    const { lane } = await openDatabase(
      { getClient: async () => knex },
      silentLogger(),
    );
    const subject = new EmbeddedSubject(new TestEngine({ knex, lane }), knex);
    subject.#listen();
    await subject.#addWorkflows(load.steps);
    await subject.engine.engine.start();
    return subject;
  }

  async run(): Promise<void> {
    await this.#launch('steps', this.#ended);
  }

  /** Launches a run that fails at once and waits for its second attempt until tomorrow. */
  async park(): Promise<void> {
    await this.#launch('parked', this.#parked);
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    const { problems } = this.engine;
    if (problems.length > 0) throw new Error(problems.slice(0, 3).join('\n'));
    await this.knex.destroy();
  }

  async #launch(workflow: string, waiting: Map<string, () => void>) {
    // It may be over before the launch has returned its id, so whoever is first leaves a note.
    const runId = await this.engine.launch(workflow);
    if (waiting.delete(runId)) return;
    await new Promise<void>(resolve => {
      waiting.set(runId, resolve);
    });
  }

  /** Whoever launches wants to know of the end as soon as it is committed, and not by polling. */
  #listen() {
    const { recorder } = this.engine;
    const commit = recorder.commit.bind(recorder);
    recorder.commit = async transition => {
      const committed = await commit(transition);
      const { runId, facts, fence } = transition;
      if (facts.some(({ type }) => ENDS.has(type))) tell(this.#ended, runId);
      else if (fence?.leave?.workerId === null) tell(this.#parked, runId);
      return committed;
    };
  }

  async #addWorkflows(steps: number) {
    const keys = Array.from({ length: steps }, (_, index) => `step_${index}`);
    const count = () => {
      this.stepsDone += 1;
      this.onStep();
    };
    await this.engine.add(
      defineWorkflow({
        name: 'steps',
        version: '1',
        input: z.object({}),
        steps: Object.fromEntries(
          keys.map((key, index) => [
            key,
            { dependsOn: index === 0 ? [] : [keys[index - 1]] },
          ]),
        ),
      }),
      Object.fromEntries(keys.map(key => [key, count])),
    );
    await this.engine.add(
      defineWorkflow({
        name: 'parked',
        version: '1',
        input: z.object({}),
        steps: {
          wait: {
            retry: exponentialBackoff({
              attempts: 2,
              initialDelayMs: DAY_MS,
              maxDelayMs: DAY_MS,
            }),
          },
        },
      }),
      {
        wait: () => {
          throw new Error('not today');
        },
      },
    );
  }
}

function tell(waiting: Map<string, () => void>, runId: string) {
  const resolve = waiting.get(runId);
  if (resolve) waiting.delete(runId);
  else waiting.set(runId, () => {});
  resolve?.();
}
