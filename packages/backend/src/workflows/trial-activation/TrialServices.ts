import { z } from 'zod';
import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { PluginClient } from '../../plugin-client';
import { Resource } from '../../trial-services/router';
import { TrialContext } from './definition';

/** What a request says of the step that sends it. */
type Sender = Pick<
  TrialContext,
  'runId' | 'idempotencyKey' | 'signal' | 'input'
>;

const createdSchema = z.object({ id: z.string() });
const nothing = z.undefined();

/** Calls the services that a trial needs, on behalf of a step. Every call throws a StepFailure. */
export class TrialServices {
  readonly #plugin: PluginClient;

  static create(options: {
    discovery: DiscoveryService;
    auth: AuthService;
  }): TrialServices {
    return new TrialServices(
      PluginClient.create({
        ...options,
        pluginId: 'example-trials',
        name: 'The trial services',
      }),
    );
  }

  private constructor(plugin: PluginClient) {
    this.#plugin = plugin;
  }

  screen(sender: Sender, email: string) {
    return this.#request(sender, {
      path: `/screenings?${new URLSearchParams({ email })}`,
      answer: z.object({ trust: z.number(), doubts: z.array(z.string()) }),
    });
  }

  /** Creates one, however often the step is tried. */
  create(sender: Sender, resource: Resource | 'mails', body: object) {
    return this.#request(sender, {
      path: `/${resource}`,
      method: 'POST',
      body,
      answer: createdSchema,
    });
  }

  /** Deletes it; one that is gone already is no failure. */
  async delete(sender: Sender, resource: Resource, id: string) {
    await this.#request(sender, {
      path: `/${resource}/${id}`,
      method: 'DELETE',
      answer: nothing,
    });
  }

  /** @returns 0 to 1: how far the start of the agent is */
  async readiness(sender: Sender, agentId: string): Promise<number> {
    const { readiness } = await this.#request(sender, {
      path: `/agents/${agentId}`,
      answer: z.object({ readiness: z.number() }),
    });
    return readiness;
  }

  async loadPart(sender: Sender, agentId: string, part: number) {
    await this.#request(sender, {
      path: `/contexts/${agentId}/${part}`,
      method: 'PUT',
      answer: nothing,
    });
  }

  async setQuota(
    sender: Sender,
    accountId: string,
    quota: { seats: number; requestsPerDay: number },
  ) {
    await this.#request(sender, {
      path: `/quotas/${accountId}`,
      method: 'PUT',
      body: quota,
      answer: nothing,
    });
  }

  #request<T>(
    { runId, idempotencyKey, signal, input }: Sender,
    request: {
      path: string;
      method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
      body?: object;
      answer: z.ZodType<T>;
    },
  ): Promise<T> {
    return this.#plugin.request({
      ...request,
      headers: {
        'idempotency-key': idempotencyKey,
        'x-correlation-id': runId,
        'x-example-story': input.story,
      },
      signal,
    });
  }
}
