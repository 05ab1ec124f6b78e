import { z } from 'zod';
import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { StepFailure } from 'backstage-plugin-workflow-runs-node';
import {
  OrderPage,
  orderPageSchema,
  Region,
  regionsSchema,
  RegionTotals,
} from '../../orders-api/orders';

const PLUGIN_ID = 'example-orders';
const REQUEST_TIMEOUT_MS = 10_000;

/** Asks the orders API, and tells its troubles in the terms of the engine. */
export class OrdersClient {
  readonly #discovery: DiscoveryService;
  readonly #auth: AuthService;

  static create(options: {
    discovery: DiscoveryService;
    auth: AuthService;
  }): OrdersClient {
    return new OrdersClient(options.discovery, options.auth);
  }

  private constructor(discovery: DiscoveryService, auth: AuthService) {
    this.#discovery = discovery;
    this.#auth = auth;
  }

  /** @throws StepFailure where the API does not answer as it should */
  async regions(signal: AbortSignal): Promise<RegionTotals[]> {
    const { regions } = await this.#get('/regions', regionsSchema, signal);
    return regions;
  }

  /**
   * @param request - `outage` has the API answer as if it was down
   * @throws StepFailure where the API does not answer as it should
   */
  async page(
    request: { region: Region; after: number; limit: number; outage: boolean },
    signal: AbortSignal,
  ): Promise<OrderPage> {
    const query = new URLSearchParams(
      Object.entries(request).map(([name, value]) => [name, String(value)]),
    );
    return this.#get(`/orders?${query}`, orderPageSchema, signal);
  }

  async #get<T>(
    path: string,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const { response, body } = await this.#request(path, signal).catch(
      cause => {
        signal.throwIfAborted();
        throw toFailure(cause);
      },
    );
    if (!response.ok) {
      throw new StepFailure(
        'external_api',
        `The orders API answered ${response.status}`,
        { code: String(response.status) },
      );
    }
    return parseBody(body, schema);
  }

  async #request(path: string, signal: AbortSignal) {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: PLUGIN_ID,
    });
    const baseUrl = await this.#discovery.getBaseUrl(PLUGIN_ID);
    const response = await fetch(`${baseUrl}${path}`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
      signal: AbortSignal.any([
        signal,
        AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      ]),
    });
    return { response, body: await response.text() };
  }
}

function toFailure(cause: unknown): StepFailure {
  if (isError(cause) && cause.name === 'TimeoutError') {
    return new StepFailure(
      'timeout',
      `The orders API did not answer within ${REQUEST_TIMEOUT_MS / 1_000} s`,
      { cause },
    );
  }
  // What fetch throws says only "fetch failed"; why is in its cause.
  const { code } = ((cause as Error)?.cause ?? {}) as { code?: string };
  return new StepFailure(
    'transient',
    `The orders API cannot be reached: ${code ?? cause}`,
    { code, cause },
  );
}

function parseBody<T>(body: string, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (cause) {
    throw new StepFailure(
      'external_api',
      'The orders API answered something that is not JSON',
      { code: 'not_json', cause },
    );
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new StepFailure(
    'external_api',
    `The orders API answered something unexpected at /${path.join(
      '/',
    )}: ${message}`,
    { code: 'unexpected_shape' },
  );
}
