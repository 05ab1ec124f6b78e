import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { Observation } from '../instruments';

type Attributes = Record<string, unknown>;

/** A metrics service that remembers what it was told, and collects when it is asked to. */
export class FakeMetrics {
  readonly told: { name: string; value: number; of: Attributes }[] = [];
  readonly #observed = new Map<string, Set<Observation>>();

  readonly service = {
    createCounter: (name: string) => ({ add: this.#teller(name) }),
    createUpDownCounter: (name: string) => ({ add: this.#teller(name) }),
    createHistogram: (name: string) => ({ record: this.#teller(name) }),
    createObservableGauge: (name: string) => {
      const callbacks = new Set<Observation>();
      this.#observed.set(name, callbacks);
      return {
        addCallback: (callback: Observation) => void callbacks.add(callback),
        removeCallback: (callback: Observation) =>
          void callbacks.delete(callback),
      };
    },
  } as unknown as MetricsService;

  /** All values of an instrument, in the order in which they were told. */
  of(name: string): [value: number, of: Attributes][] {
    return this.told
      .filter(each => each.name === name)
      .map(({ value, of }) => [value, of]);
  }

  /** What would be exported now. */
  async collect(name: string): Promise<[value: number, of: Attributes][]> {
    const found: [number, Attributes][] = [];
    for (const callback of this.#observed.get(name) ?? []) {
      await callback({
        observe: (value, of) => found.push([value, of ?? {}]),
      });
    }
    return found;
  }

  #teller(name: string) {
    return (value: number, of: Attributes = {}) => {
      this.told.push({ name, value, of });
    };
  }
}
