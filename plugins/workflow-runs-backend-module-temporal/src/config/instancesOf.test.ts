import { clusterSchema } from './schema';
import { instancesOf } from './instancesOf';

const instances = (...clusters: object[]) =>
  instancesOf(
    clusters.map(cluster =>
      clusterSchema.parse({ address: 'localhost', ...cluster }),
    ),
  );

describe('the instances of clusters', () => {
  it('are one for each namespace, the first named as the cluster', () => {
    const all = instances({
      id: 'eu',
      title: 'Europe',
      namespaces: ['default', 'Payments.a1b2c'],
    });

    expect(all.map(({ instance }) => [instance.id, instance.title])).toEqual([
      ['eu', 'Europe (default)'],
      ['eu-payments-a1b2c', 'Europe (Payments.a1b2c)'],
    ]);
  });

  it('bear in a moment what they bear in two seconds, where it is not said', () => {
    const [{ instance }] = instances({
      id: 'eu',
      limits: { requestsPerSecond: 20 },
    });

    expect(instance.limits).toEqual({ requestsPerSecond: 20, burst: 40 });
  });

  it('are refused where two would have one id', () => {
    expect(() =>
      instances({ id: 'eu', namespaces: ['a', 'b'] }, { id: 'eu-b' }),
    ).toThrow(
      "'b' of eu and 'default' of eu-b would both be the engine 'eu-b'",
    );
  });
});
