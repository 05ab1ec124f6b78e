import { Request, Response } from 'express';
import {
  MemoryStore,
  rateLimit,
  RateLimitRequestHandler,
} from 'express-rate-limit';
import { RequestClass, requestClasses } from './requestClass';
import { TooManyRequests } from './TooManyRequests';

const MINUTE_MS = 60_000;

/** How much a user or service may ask of this backend; `workflowRuns.limits.requests`. */
export interface RequestLimitsConfig {
  enabled: boolean;
  /** Requests in a minute, by what they cost. */
  perMinute: Record<RequestClass, number>;
  /** Streams that one user or service may hold open at a time. */
  streams: number;
}

/** What a backend without configuration allows: far more than screens ask, and less than a script could. */
export const DEFAULT_REQUEST_LIMITS: RequestLimitsConfig = {
  enabled: true,
  perMinute: {
    reads: 3_000,
    queries: 600,
    mutations: 600,
    exports: 60,
    reveals: 30,
  },
  streams: 100,
};

/**
 * Counts what each user and each service asks, so that one of them does not take all the others' share. Each
 * backend counts for itself: a database that counted would be what it protects.
 */
export class RequestLimits {
  readonly #callers = new WeakMap<Request, string>();
  readonly #counts = new Map(
    requestClasses.map(name => [name, new MemoryStore()]),
  );
  readonly #limiters: ReadonlyMap<RequestClass, RateLimitRequestHandler>;
  readonly #streams = new Map<string, number>();

  constructor(private readonly config: RequestLimitsConfig) {
    this.#limiters = new Map(
      requestClasses.map(name => [name, this.#limiterOf(name)]),
    );
  }

  /** @throws TooManyRequests where the caller has asked too much of that class in the last minute */
  async count(
    caller: string,
    asked: RequestClass,
    request: Request,
    response: Response,
  ): Promise<void> {
    if (!this.config.enabled) return;
    this.#callers.set(request, caller);
    await new Promise<void>((resolve, reject) => {
      const next = (error?: unknown) => (error ? reject(error) : resolve());
      Promise.resolve(
        this.#limiters.get(asked)!(request, response, next),
      ).catch(reject);
    });
  }

  /**
   * The same for what comes without a request of its own: it counts as if it had one.
   *
   * @throws TooManyRequests
   */
  async countCall(caller: string, asked: RequestClass): Promise<void> {
    if (!this.config.enabled) return;
    const { totalHits } = await this.#counts.get(asked)!.increment(caller);
    if (totalHits > this.config.perMinute[asked]) throw this.#tooMany(asked);
  }

  /** @throws TooManyRequests where the caller holds too many streams open already */
  openStream(caller: string, response: Response): void {
    const open = this.#streams.get(caller) ?? 0;
    if (this.config.enabled && open >= this.config.streams) {
      response.set('Retry-After', '60');
      throw new TooManyRequests(
        `You hold ${open} streams open already: close some of them`,
      );
    }
    this.#streams.set(caller, open + 1);
    response.once('close', () => {
      const left = (this.#streams.get(caller) ?? 1) - 1;
      if (left > 0) this.#streams.set(caller, left);
      else this.#streams.delete(caller);
    });
  }

  #limiterOf(name: RequestClass): RateLimitRequestHandler {
    return rateLimit({
      windowMs: MINUTE_MS,
      limit: this.config.perMinute[name],
      store: this.#counts.get(name),
      // `Retry-After` and `RateLimit`, of the IETF draft; the older ones tell no more.
      standardHeaders: 'draft-7',
      legacyHeaders: false,
      identifier: name,
      keyGenerator: request => this.#callers.get(request)!,
      handler: (_request, _response, next) => next(this.#tooMany(name)),
    });
  }

  #tooMany(name: RequestClass): TooManyRequests {
    return new TooManyRequests(
      `You may ask ${this.config.perMinute[name]} times a minute (${name}): wait a little`,
    );
  }
}
