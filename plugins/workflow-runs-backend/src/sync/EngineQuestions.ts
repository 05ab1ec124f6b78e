import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { Knex } from 'knex';
import { z } from 'zod';
import {
  Json,
  jsonSchema,
  NativeHistory,
  nativeHistorySchema,
  RetryPlanAnswer,
  retryPlanSchema,
  RunHandlerList,
  runHandlersSchema,
} from 'backstage-plugin-workflow-runs-common';
import {
  EngineInstance,
  NativeRun,
  RunEngine,
} from 'backstage-plugin-workflow-runs-node';
import { Redactor } from '../privacy/Redactor';
import { RunRedaction } from '../privacy/RunRedaction';
import { RunRecord } from '../queries/runToWire';
import { askEngine } from './askEngine';
import { isCommandRefused, unavailable } from './engineErrors';
import { Engines } from './Engines';

/** How long an engine may take to answer. */
const ANSWER_MS = 10_000;

/** What can be asked, by its method, with how it is called where an engine cannot answer it. */
const QUESTIONS = {
  history: 'show what it has recorded',
  query: 'answer queries',
  planRetry: 'say what a retry would do',
} as const;
type Question = keyof typeof QUESTIONS;

interface About {
  instance: EngineInstance;
  run: NativeRun;
}

/** Asks engines elsewhere about their runs for somebody who waits. What they answer is shown, redacted, and not kept. */
export class EngineQuestions {
  constructor(
    private readonly options: {
      knex: Knex;
      engines: Engines;
      redaction: Pick<RunRedaction, 'ofRun'>;
      /** Aborts when the backend stops. */
      signal?: AbortSignal;
    },
  ) {}

  /** @throws NotFoundError where the engine shows none, or has none of the run any more */
  async history(
    run: RunRecord,
    page: { cursor?: string; limit: number },
  ): Promise<NativeHistory> {
    const { cursor = null, limit } = page;
    const answer = await this.#ask(run, 'history', (engine, about, signal) =>
      engine.history!({ ...about, cursor, limit }, signal),
    );
    const { events, nextCursor } = demand(nativeHistorySchema, answer);
    return {
      events: (await this.#redact(run, events)) as Json[],
      nextCursor,
    };
  }

  /** @throws NotFoundError where the run does not answer it */
  async query(
    run: RunRecord,
    question: { name: string; args: readonly Json[] },
  ): Promise<Json> {
    const answer = await this.#ask(run, 'query', (engine, about, signal) =>
      engine.query!({ ...about, ...question }, signal),
    );
    return this.#redact(run, demand(jsonSchema, answer ?? null));
  }

  /** Nothing of a run whose engine does not say it. */
  async handlers(run: RunRecord): Promise<RunHandlerList> {
    const at = this.options.engines.find(run.workflow.engine);
    if (!at?.engine.handlers) return { signals: [], updates: [], queries: [] };
    const answer = await this.#heard(run, (about, signal) =>
      at.engine.handlers!(about, signal),
    );
    return demand(runHandlersSchema, answer);
  }

  /** @throws NotFoundError where the engine does not say it, or nothing can be done again from there */
  async retryPlan(
    run: RunRecord,
    step: string | null,
  ): Promise<RetryPlanAnswer> {
    const answer = await this.#ask(run, 'planRetry', (engine, about, signal) =>
      engine.planRetry!({ ...about, step }, signal),
    );
    return demand(retryPlanSchema, answer);
  }

  async #ask<T>(
    run: RunRecord,
    question: Question,
    ask: (engine: RunEngine, about: About, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const at = this.options.engines.find(run.workflow.engine);
    if (!at?.engine[question]) {
      throw new NotFoundError(
        `This engine cannot do that: ${QUESTIONS[question]}`,
      );
    }
    return this.#heard(run, (about, signal) => ask(at.engine, about, signal));
  }

  /** @throws ServiceUnavailableError where the engine does not answer */
  async #heard<T>(
    run: RunRecord,
    ask: (about: About, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { knex, engines, signal } = this.options;
    const { instance } = engines.find(run.workflow.engine)!;
    const { namespace } = await knex('runs')
      .where({ id: run.id })
      .first('namespace');
    const about = { instance, run: { namespace, nativeId: run.nativeId } };
    try {
      return await askEngine(within => ask(about, within), {
        signal: AbortSignal.any([
          AbortSignal.timeout(ANSWER_MS),
          ...(signal ? [signal] : []),
        ]),
        silence: `The engine ${instance.id} does not answer`,
      });
    } catch (error) {
      if (isCommandRefused(error)) throw new NotFoundError(error.message);
      throw unavailable(error);
    }
  }

  async #redact({ id }: RunRecord, value: Json): Promise<Json> {
    const { redaction } = this.options;
    return (
      await redaction.ofRun(id, redactor => redactAnywhere(value, redactor))
    ).value;
  }
}

/**
 * Paths of policies are about what runs and steps are given and put out. Where that stands in what an engine says in its
 * own words, only the engine knows: so whatever holds something is a root for itself.
 */
function redactAnywhere(value: Json, redactor: Redactor): Json {
  if (value === null || typeof value !== 'object') return redactor.json(value);
  if (Array.isArray(value))
    return redactor.json(value.map(item => redactAnywhere(item, redactor)));
  return redactor.json(
    Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        redactAnywhere(inner, redactor),
      ]),
    ),
  );
}

/** An engine is a guest: what it answers is checked. */
function demand<Schema extends z.ZodType>(
  schema: Schema,
  answer: unknown,
): z.output<Schema> {
  const { success, data, error } = schema.safeParse(answer);
  if (success) return data;
  const [{ path, message }] = error.issues;
  throw new ServiceUnavailableError(
    `The engine has failed: its answer does not fit: /${path.join(
      '/',
    )}: ${message}`,
  );
}
