import request from 'supertest';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Agents } from './agents';
import { readTrialConfig } from './config';
import { RESOURCES } from './router';
import { screen } from './screening';
import { createTroubles, STORIES } from './stories';
import trialServicesPlugin from '.';

async function start() {
  const { server } = await startTestBackend({
    features: [
      trialServicesPlugin,
      mockServices.rootConfig.factory({
        data: { exampleTrials: { latencyMs: 0, startUpMs: 0 } },
      }),
    ],
  });
  return (
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    headers: Record<string, string> = {},
  ) => request(server)[method](`/api/example-trials${path}`).set(headers);
}

describe('the trial services', () => {
  it('create the same thing for the same idempotency key', async () => {
    const send = await start();
    const idOf = async (key: string) => {
      const { body } = await send('post', '/accounts', {
        'idempotency-key': key,
      }).expect(201);
      return body.id;
    };
    const first = await idOf('a');
    expect(first).toMatch(/^account-[0-9a-f]{8}$/);
    await expect(idOf('a')).resolves.toBe(first);
    await expect(idOf('b')).resolves.not.toBe(first);
  });

  it('create nothing without one', async () => {
    const send = await start();
    const { body } = await send('post', '/accounts').expect(400);
    expect(body.error.message).toContain('idempotency-key');
  });

  it.each(RESOURCES)('delete %s, however often', async resource => {
    const send = await start();
    const path = `/${resource}/x-1`;
    expect((await send('delete', path)).status).toBe(204);
    expect((await send('delete', path)).status).toBe(204);
  });

  it('follow the story of the run that asks', async () => {
    const send = await start();
    const subscribe = async (run: string) => {
      const { status } = await send('post', '/subscriptions', {
        'idempotency-key': run,
        'x-correlation-id': run,
        'x-example-story': 'billing_down',
      });
      return status;
    };
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1) statuses.push(await subscribe('run_1'));
    expect(statuses).toEqual([503, 503, 503, 503, 201]);
    await expect(subscribe('run_2')).resolves.toBe(503);
  });

  it('screen customers', async () => {
    const send = await start();
    const { body } = await send('get', '/screenings?email=a@freemail.example');
    expect(body).toEqual({
      trust: 0.7,
      doubts: ['freemail.example gives addresses to everybody'],
    });
  });

  it.each([
    ['put', '/quotas/account-1'],
    ['put', '/contexts/agent-1/3'],
  ] as const)('accept %s %s', async (method, path) => {
    const send = await start();
    expect((await send(method, path)).status).toBe(204);
  });

  it('are for those who are signed in, and for other plugins', async () => {
    const send = await start();
    const { status } = await send('get', '/agents/agent-1', {
      authorization: mockCredentials.none.header(),
    });
    expect(status).toBe(401);
    await send('get', '/agents/agent-1').expect(200, { readiness: 1 });
  });
});

describe('createTroubles', () => {
  const answersOf = (story: (typeof STORIES)[number], operation: string) => {
    const troubleOf = createTroubles();
    return [1, 2, 3].map(() =>
      troubleOf({ correlationId: 'run_1', story, operation }),
    );
  };

  it.each([
    ['happy', 'POST accounts', [undefined, undefined, undefined]],
    ['flaky', 'POST subscriptions', [429, 503, undefined]],
    ['flaky', 'POST agents', ['silence', undefined, undefined]],
    ['quota_stuck', 'PUT quotas', [503, 503, 503]],
  ] as const)('in the story %s, for %s', (story, operation, answers) => {
    expect(answersOf(story, operation)).toEqual(answers);
  });
});

describe('screen', () => {
  it.each([
    ['ada@larkspur.example', 'happy', 0.95],
    ['ada@larkspur.example', 'doubtful_customer', 0.45],
    ['ada@FREEMAIL.example', 'doubtful_customer', 0.2],
  ] as const)('trusts %s in the story %s with %p', (email, story, trust) => {
    expect(screen(email, story).trust).toBe(trust);
  });
});

describe('Agents', () => {
  it('get ready with time, and not anew where they are started again', () => {
    let now = 0;
    const agents = new Agents({ startUpMs: 100, now: () => now });
    agents.start('a');
    now = 50;
    agents.start('a');
    expect(agents.readiness('a')).toBe(0.5);
    now = 500;
    expect(agents.readiness('a')).toBe(1);
  });

  it('are ready where nobody remembers their start', () => {
    const agents = new Agents({ startUpMs: 100, now: () => 0 });
    expect(agents.readiness('unknown')).toBe(1);
  });
});

describe('readTrialConfig', () => {
  const configOf = (exampleTrials: object) =>
    readTrialConfig(mockServices.rootConfig({ data: { exampleTrials } }));

  it('is slow enough to be watched by default', () => {
    expect(configOf({})).toEqual({ latencyMs: 300, startUpMs: 5_000 });
  });

  it('names what it refuses', () => {
    expect(() => configOf({ latencyMs: -1 })).toThrow(
      'exampleTrials.latencyMs: Too small',
    );
  });
});
