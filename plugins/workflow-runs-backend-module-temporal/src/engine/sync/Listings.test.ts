import { FakeTemporal } from '../__testUtils__/FakeTemporal';
import { executionOf } from '../__testUtils__/executions';
import { TemporalNamespace } from '../TemporalNamespace';
import { ListedExecution, Listings } from './Listings';
import { VisibilityGate } from './VisibilityGate';

const never = new AbortController().signal;
const QUERY = "ExecutionStatus IN ('Running')";

describe('lists of executions', () => {
  const world = (count: number) => {
    const cluster = new FakeTemporal();
    cluster.put(
      ...Array.from({ length: count }, (_, index) =>
        executionOf({ runId: `run-${index}`, startedAt: 1_000 + index }),
      ),
    );
    const another = () =>
      new Listings({
        namespace: new TemporalNamespace({
          cluster,
          name: 'shop',
          codecs: [],
        }),
        gate: new VisibilityGate(1_000, Date.now),
      });
    return { cluster, another };
  };
  /** Run ids of all pages, and calls that they took. */
  const all = async (
    listings: () => Listings,
    isFree: (row: ListedExecution) => boolean = () => false,
  ) => {
    const limit = 25;
    let pages = 0;
    const found: string[] = [];
    let requests = 0;
    let cursor: string | null = null;
    do {
      const page = await listings().page(
        QUERY,
        { cursor, limit, isFree },
        never,
      );
      found.push(...page.rows.map(row => row.execution!.runId!));
      requests += page.requests;
      pages += 1;
      cursor = page.nextCursor;
    } while (cursor !== null);
    return { found, requests, pages };
  };

  it('are made with few calls, and handed out in small pages', async () => {
    const { cluster, another } = world(1_200);
    const listings = another();
    const { found, requests } = await all(() => listings);

    expect(new Set(found).size).toBe(1_200);
    expect(requests).toBe(3);
    expect(cluster.count('listWorkflowExecutions')).toBe(3);
  });

  it('go on in another process at the page that they were at', async () => {
    const { another } = world(60);
    const { found, requests } = await all(another);

    expect(found).toHaveLength(60);
    expect(new Set(found).size).toBe(60);
    expect(requests).toBe(3);
  });

  it('have pages of what takes calls, with what takes none', async () => {
    const { another } = world(100);
    const listings = another();
    const { found, pages } = await all(
      () => listings,
      row => !row.execution!.runId!.endsWith('0'),
    );

    expect(found).toHaveLength(100);
    expect(pages).toBe(1);
  });

  it('are empty where there is nothing', async () => {
    const { another } = world(0);

    expect(await all(another)).toEqual({ found: [], requests: 1, pages: 1 });
  });

  it('are made anew each time that somebody begins', async () => {
    const { cluster, another } = world(30);
    const listings = another();
    await all(() => listings);
    cluster.put(executionOf({ runId: 'new', startedAt: 5_000 }));

    expect((await all(() => listings)).found).toContain('new');
  });
});

describe('the gate before lists', () => {
  it('lets one through, and the next after a while', async () => {
    let now = 0;
    const gate = new VisibilityGate(20, () => now);
    const before = Date.now();
    await gate.turn(never);
    await gate.turn(never);
    expect(Date.now() - before).toBeGreaterThanOrEqual(45);

    now = 1_000;
    const stopping = new AbortController();
    await gate.turn(stopping.signal);
    stopping.abort();
    await expect(gate.turn(stopping.signal)).rejects.toThrow();
  });
});
