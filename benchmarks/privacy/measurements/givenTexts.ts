import { Json } from 'backstage-plugin-workflow-runs-common';

/** Orders as workflows have them for inputs and outputs, about a kilobyte each. */
export function givenDocuments(): Json[] {
  return Array.from({ length: 2_000 }, (_, index) => ({
    id: `order-${index}`,
    customer: { id: 4_000 + index, segment: 'retail', country: 'DE' },
    positions: Array.from({ length: 8 }, (__, position) => ({
      sku: `SKU-${position}-${index}`,
      quantity: position + 1,
      price: 19.99,
      title: 'Hex bolts, stainless, box of 50',
    })),
    placedAt: '2026-11-28T17:33:05.123Z',
    warehouse: 'hamburg-2',
    requestId: '4bf92f35-77b3-4da6-a3ce-929d0e0e4736',
    note: 'Deliver at the ramp behind the house; ring twice.',
  }));
}

/** Lines as services log them: times, ids, numbers, addresses of HTTP. */
export function givenLines(): string[] {
  return Array.from({ length: 20_000 }, (_, index) => {
    const second = String(index % 60).padStart(2, '0');
    return `2026-11-28T17:33:${second}.123Z INFO  [worker-${index % 8}] order=${
      100_000 + index
    } request 4bf92f35-77b3-4da6-a3ce-929d0e0e4736 GET /api/v1/items/${index}?page=2 took ${
      index % 900
    } ms status=200`;
  });
}
