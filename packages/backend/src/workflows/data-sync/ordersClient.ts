import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  OrderPage,
  orderPageSchema,
  Region,
  regionsSchema,
  RegionTotals,
} from '../../orders-api/orders';
import { PluginClient } from '../../plugin-client';

/** Asks the orders API. */
export class OrdersClient {
  readonly #plugin: PluginClient;

  static create(options: {
    discovery: DiscoveryService;
    auth: AuthService;
  }): OrdersClient {
    return new OrdersClient(
      PluginClient.create({
        ...options,
        pluginId: 'example-orders',
        name: 'The orders API',
      }),
    );
  }

  private constructor(plugin: PluginClient) {
    this.#plugin = plugin;
  }

  /** @throws StepFailure where the API does not answer as it should */
  async regions(signal: AbortSignal): Promise<RegionTotals[]> {
    const { regions } = await this.#plugin.request({
      path: '/regions',
      answer: regionsSchema,
      signal,
    });
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
    return this.#plugin.request({
      path: `/orders?${query}`,
      answer: orderPageSchema,
      signal,
    });
  }
}
