import { z } from 'zod';
import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { StepFailure } from 'backstage-plugin-workflow-runs-node';

const REQUEST_TIMEOUT_MS = 10_000;

/** One request to a plugin, and the shape of what it should answer. */
export interface PluginRequest<T> {
  path: string;
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  headers?: Record<string, string>;
  body?: object;
  answer: z.ZodType<T>;
  signal: AbortSignal;
}

/** Which plugin is asked, and how. */
export interface PluginClientOptions {
  pluginId: string;
  /** What messages call the plugin, such as `The orders API`. */
  name: string;
  discovery: DiscoveryService;
  auth: AuthService;
}

/** Asks another plugin of the portal, and tells its troubles in the terms of the engine. */
export class PluginClient {
  readonly #options: PluginClientOptions;

  static create(options: PluginClientOptions): PluginClient {
    return new PluginClient(options);
  }

  private constructor(options: PluginClientOptions) {
    this.#options = options;
  }

  /** @throws StepFailure where the plugin does not answer as it should */
  async request<T>(request: PluginRequest<T>): Promise<T> {
    const { response, body } = await this.#send(request).catch(cause => {
      request.signal.throwIfAborted();
      throw this.#toFailure(cause);
    });
    if (!response.ok) {
      throw new StepFailure(
        'external_api',
        `${this.#options.name} answered ${response.status}`,
        { code: String(response.status) },
      );
    }
    return this.#parse(body, request.answer);
  }

  async #send({
    path,
    method = 'GET',
    headers,
    body,
    signal,
  }: PluginRequest<unknown>) {
    const { auth, discovery, pluginId } = this.#options;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: pluginId,
    });
    const response = await fetch(
      `${await discovery.getBaseUrl(pluginId)}${path}`,
      {
        method,
        headers: {
          ...headers,
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        body: body && JSON.stringify(body),
        signal: AbortSignal.any([
          signal,
          AbortSignal.timeout(REQUEST_TIMEOUT_MS),
        ]),
      },
    );
    return { response, body: await response.text() };
  }

  #toFailure(cause: unknown): StepFailure {
    const { name } = this.#options;
    if (isError(cause) && cause.name === 'TimeoutError') {
      return new StepFailure(
        'timeout',
        `${name} did not answer within ${REQUEST_TIMEOUT_MS / 1_000} s`,
        { cause },
      );
    }
    // What fetch throws says only "fetch failed"; why is in its cause.
    const { code } = ((cause as Error)?.cause ?? {}) as { code?: string };
    return new StepFailure(
      'transient',
      `${name} cannot be reached: ${code ?? cause}`,
      { code, cause },
    );
  }

  #parse<T>(body: string, answer: z.ZodType<T>): T {
    const { name } = this.#options;
    let json: unknown;
    try {
      // An answer without content is none, and a schema may expect just that.
      json = body === '' ? undefined : JSON.parse(body);
    } catch (cause) {
      throw new StepFailure(
        'external_api',
        `${name} answered something that is not JSON`,
        { code: 'not_json', cause },
      );
    }
    const parsed = answer.safeParse(json);
    if (parsed.success) return parsed.data;
    const [{ path, message }] = parsed.error.issues;
    throw new StepFailure(
      'external_api',
      `${name} answered something unexpected at /${path.join('/')}: ${message}`,
      { code: 'unexpected_shape' },
    );
  }
}
