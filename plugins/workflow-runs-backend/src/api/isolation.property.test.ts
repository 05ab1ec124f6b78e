import fc from 'fast-check';
import { mockCredentials } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  permissionNames,
  Route,
  RouteId,
  routes,
} from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestPortal } from '../__testUtils__/TestPortal';
import { Answer, Ask } from './__testUtils__/isolation/Ask';
import { ASKS } from './__testUtils__/isolation/asks';
import {
  clearWorlds,
  insertWorld,
} from './__testUtils__/isolation/insertWorld';
import { marksIn, markOf } from './__testUtils__/isolation/markers';
import { Oracle } from './__testUtils__/isolation/Oracle';
import { decideBy, policies, Policy } from './__testUtils__/isolation/policies';
import { World, worlds } from './__testUtils__/isolation/World';

jest.setTimeout(480_000);

/** Asked at once: what others ask meanwhile must not get into an answer either. */
const AT_ONCE = 6;
/** What is another each time. */
const OF_THE_MOMENT = ['date', 'etag', 'content-length', 'keep-alive'];

const all = Object.keys(routes) as RouteId[];
const changes = all.filter(id => {
  const { method, asksOnly } = routes[id] as Route;
  return method !== 'get' && !asksOnly;
});
const readings = all.filter(id => !changes.includes(id));

describeOnDatabases('what one caller is told', createDatabase => {
  let knex: Knex;
  let portal: TestPortal;
  /** By the number of the world, which the names of callers end with. */
  const policiesOf = new Map<string, Policy>();
  const groups: Record<string, string[]> = {};

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    // Worlds hold what readers of the log would write: they must not do so once more.
    await knex('cursors').insert(
      ['failure-groups', 'statistics', 'notifications'].map(name => ({
        name,
        position: 0,
        owner: 'nobody',
        lease_until: Number.MAX_SAFE_INTEGER,
      })),
    );
    portal = await TestPortal.start({
      workflows: [],
      // It would have other owners than are drawn.
      entities: 'away',
      knex,
      groups,
      decide: (permission, { userEntityRef }) =>
        decideBy(policiesOf.get(userEntityRef!)!, permission),
    });
  });
  afterAll(() => portal.stop());

  /** All of what is told, but of a stream only the first frame. */
  const readAll = async (id: RouteId, response: Response): Promise<string> => {
    const { mediaType }: Route = routes[id];
    if (mediaType !== 'text/event-stream' || response.status !== 200)
      return response.text();
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      if (text.includes('\n\n')) break;
    }
    return text;
  };

  const send = async (
    id: RouteId,
    { path, body }: Pick<Ask, 'path' | 'body'>,
    caller: string,
  ): Promise<Answer> => {
    const { method } = routes[id] as Route;
    const sendsBody = method === 'post' || method === 'put';
    const response = await fetch(`${portal.url}/v1${path}`, {
      method: method.toUpperCase(),
      headers: {
        Authorization: mockCredentials.user.header(caller),
        'Content-Type': 'application/json',
      },
      body: sendsBody ? JSON.stringify(body ?? {}) : undefined,
    });
    const headers = Object.fromEntries(response.headers);
    for (const name of OF_THE_MOMENT) delete headers[name];
    const text = await readAll(id, response);
    return { status: response.status, headers, text };
  };

  /** Nothing is told that the caller may not see, but for what the request itself says. */
  const expectNoLeak = (ask: Ask, answer: Answer, oracle: Oracle) => {
    const said = JSON.stringify([ask.path, ask.body]);
    const told = `${JSON.stringify(answer.headers)}${answer.text}`;
    const leaks = marksIn(told)
      .filter(mark => !oracle.allows(mark))
      .map(markOf)
      .filter(mark => !said.includes(mark));
    expect([...new Set(leaks)]).toEqual([]);
  };

  /** What is hidden is answered as what there is not. */
  const expectAlike = async (
    id: RouteId,
    ask: Ask,
    answer: Answer,
    caller: string,
  ) => {
    const { absent = [] } = ask;
    if (absent.length === 0) return;
    const [there, back] = [0, 1].map(
      from => (text: string) =>
        absent.reduce(
          (done, pair) => done.replaceAll(pair[from], pair[1 - from]),
          text,
        ),
    );
    const twin = await send(
      id,
      {
        path: there(ask.path),
        body: ask.body && JSON.parse(there(JSON.stringify(ask.body))),
      },
      caller,
    );
    expect([400, 403, 404]).toContain(answer.status);
    expect(answer).toEqual({
      status: twin.status,
      headers: JSON.parse(back(JSON.stringify(twin.headers))),
      text: back(twin.text),
    });
  };

  /** Links that were given out are good for whoever has them: what is behind must be one's own to see. */
  const follow = async (answer: Answer, oracle: Oracle) => {
    const { url } = JSON.parse(answer.text);
    const response = await fetch(url.replace(/^.*?(?=\/v1)/, portal.url));
    expect(response.status).toBe(200);
    const text = `${JSON.stringify([
      ...response.headers,
    ])}${await response.text()}`;
    expect(marksIn(text).length).toBeGreaterThan(0);
    expect(marksIn(text).filter(mark => !oracle.allows(mark))).toEqual([]);
  };

  const askAll = async (ids: RouteId[], world: World, oracle: Oracle) => {
    const asks = ids.flatMap(id =>
      ASKS[id](world, oracle).map(ask => ({ id, ask })),
    );
    const next = asks.values();
    const work = async () => {
      for (const { id, ask } of next) {
        try {
          const answer = await send(id, ask, world.caller);
          expect(answer.status).toBeLessThan(500);
          expectNoLeak(ask, answer, oracle);
          ask.check?.(answer);
          await expectAlike(id, ask, answer, world.caller);
          if (id === 'getArtifactUrl' && answer.status === 200)
            await follow(answer, oracle);
        } catch (error) {
          throw new Error(`${id} ${ask.path}`, { cause: error });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return asks.length;
  };

  it('is never of what they may not see, by no route, whatever the policy', async () => {
    let number = 0;
    let seen = 0;
    let hidden = 0;
    await fc.assert(
      fc
        .asyncProperty(worlds, policies, async (drawn, policy) => {
          number += 1;
          const world = new World(number, drawn);
          const oracle = new Oracle(world, policy);
          policiesOf.set(world.caller, policy);
          groups[`caller${number}`] = [world.group];
          await insertWorld(knex, world);
          seen += oracle.seen().length;
          hidden += drawn.runs.length - oracle.seen().length;

          await askAll(readings, world, oracle);
          // Last, for they change what there is, though nothing that a policy goes by.
          await askAll(changes, world, oracle);
        })
        .afterEach(() => clearWorlds(knex)),
      { numRuns: 12, seed: 20261129, endOnFailure: true },
    );
    // Worlds in which all or nothing is seen would prove little.
    expect(Math.min(seen, hidden)).toBeGreaterThan(20);
  });

  it('is nothing at all, by every route, where they may see nothing', async () => {
    const [drawn] = fc.sample(worlds, { numRuns: 1, seed: 1 });
    const world = new World(0, drawn);
    const names = Object.values(permissionNames);
    const policy = Object.fromEntries(names.map(name => [name, 'none']));
    policiesOf.set(world.caller, policy as Policy);
    await insertWorld(knex, world);

    expect(
      await askAll(all, world, new Oracle(world, policy as Policy)),
    ).toBeGreaterThan(all.length);
    await clearWorlds(knex);
  });
});
