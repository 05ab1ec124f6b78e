import { ConfigReader } from '@backstage/config';
import { readConfig } from './readConfig';

const read = (...clusters: object[]) =>
  readConfig(
    new ConfigReader({ workflowRuns: { temporal: { clusters } } } as any),
  );
const LEAST = { id: 'temporal', address: 'localhost:7233' };

describe('the configuration', () => {
  it('need not say anything', () => {
    expect(readConfig(new ConfigReader({}))).toEqual({
      clusters: [],
      wrong: [],
    });
  });

  it('needs an id and an address of a cluster, and no more', () => {
    expect(read(LEAST).clusters).toEqual([
      {
        ...LEAST,
        namespaces: ['default'],
        environment: 'production',
        tenant: 'default',
        mode: 'live',
        limits: { requestsPerSecond: 100, visibilityPerSecond: 1 },
        refreshSeconds: 3,
        taskQueues: {},
      },
    ]);
  });

  it.each([
    [{ address: 'https://temporal:7233' }, 'clusters[1].address'],
    [{ namespaces: [] }, 'clusters[1].namespaces'],
    [{ mode: 'dead' }, 'clusters[1].mode'],
    [{ tls: { certFile: 'a.pem' } }, 'clusters[1].tls: a certificate of the'],
    [{ tls: { ca: 'a', caFile: 'b' } }, 'clusters[1].tls: ca and caFile'],
    [{ tls: { colour: 'red' } }, 'clusters[1].tls'],
    [{ codec: { endpoint: 'ftp://x' } }, 'clusters[1].codec.endpoint'],
    [
      { codec: { endpoint: 'https://ada:secret@codec' } },
      'clusters[1].codec.endpoint: must not have credentials in it',
    ],
    [{ limits: { requestsPerSecond: 0 } }, 'limits.requestsPerSecond'],
    [{ colour: 'red' }, 'clusters[1]'],
  ])('sets a wrong cluster apart, and says why: %j', (change, problem) => {
    const { clusters, wrong } = read(LEAST, {
      ...LEAST,
      id: 'other',
      ...change,
    });

    expect(clusters.map(({ id }) => id)).toEqual(['temporal']);
    expect(wrong).toEqual([
      { id: 'other', problem: expect.stringContaining(problem) },
    ]);
  });

  it.each([
    [[LEAST, LEAST], "clusters[1].id: 'temporal' is the id of"],
    [[{ address: 'localhost' }], 'workflowRuns.temporal.clusters[0].id'],
    [[{ ...LEAST, id: 'Temporal' }], 'clusters[0].id: has to be lower case'],
  ])('is refused where a cluster has no id of its own: %j', (all, problem) => {
    expect(() => read(...all)).toThrow(problem);
  });
});
