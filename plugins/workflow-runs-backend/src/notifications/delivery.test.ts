import { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { mockCredentials } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import emailModule from '@backstage/plugin-notifications-backend-module-email';
import { SMTPServer } from 'smtp-server';
import { z } from 'zod';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import {
  adding,
  eventually,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';

jest.setTimeout(120_000);

const PORTAL = 'https://portal.example.com';
const ORIGIN = 'plugin:workflow-runs';

interface Mail {
  to: string[];
  source: string;
}

/** A mail server of this machine. */
async function startMailServer(): Promise<{
  port: number;
  mails: Mail[];
  stop: () => Promise<void>;
}> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', chunk => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          // A line of quoted-printable goes on behind `=`.
          source: Buffer.concat(chunks).toString().replace(/=\r\n/g, ''),
        });
        done();
      });
    },
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    stop: () => new Promise(resolve => server.close(() => resolve())),
  };
}

function user(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { profile: { email: `${name}@example.com` } },
  };
}

const team: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'team', namespace: 'default' },
  spec: { type: 'team', children: [] },
  relations: [{ type: 'hasMember', targetRef: 'user:default/owner' }],
};

describe('notifications with the backend and the mails of Backstage', () => {
  let mailServer: Awaited<ReturnType<typeof startMailServer>>;
  let portal: TestPortal;
  let failNow: () => void;

  beforeAll(async () => {
    mailServer = await startMailServer();
    const failing = adding(
      defineWorkflow({
        name: 'charge',
        title: 'Charge customers',
        version: '1',
        input: z.object({}),
        steps: { pay: {} },
      }),
      {
        pay: async () => {
          await new Promise<void>(resolve => {
            failNow = resolve;
          });
          throw new Error('The card of Ada Lovelace was declined');
        },
      },
    );
    portal = await TestPortal.start({
      workflows: [failing],
      entities: [
        workflowEntity({ workflow: 'charge', owner: 'group:default/team' }),
        team,
        ...['owner', 'viewer', 'operator'].map(user),
      ],
      beside: {
        features: [notificationsPlugin, emailModule],
        config: {
          app: { baseUrl: PORTAL },
          notifications: {
            processors: {
              email: {
                sender: 'portal@example.com',
                transportConfig: {
                  transport: 'smtp',
                  hostname: '127.0.0.1',
                  port: mailServer.port,
                },
              },
            },
          },
        },
      },
    });
    await portal.untilOwned('charge');
  });
  afterAll(async () => {
    await portal?.stop();
    await mailServer?.stop();
  });
  beforeEach(() => {
    mailServer.mails.length = 0;
  });

  const launch = async () => {
    failNow = undefined as never;
    const runId = await portal.launch('charge');
    await eventually(async () => expect(failNow).toBeDefined());
    return runId;
  };
  const fail = async (runId: string) => {
    failNow();
    await portal.until(runId, 'failed');
  };
  const watch = (runId: string, who: string) =>
    portal.post(`/runs/${runId}/watch`, { watch: true }, who);
  const ask = async (who: string, path: string, body?: object) => {
    const response = await fetch(
      `${portal.url.replace('workflow-runs', 'notifications')}${path}`,
      {
        method: body ? 'POST' : 'GET',
        headers: {
          Authorization: mockCredentials.user.header(`user:default/${who}`),
          'Content-Type': 'application/json',
        },
        body: body && JSON.stringify(body),
      },
    );
    expect(response.status).toBe(200);
    return response.json();
  };
  const heard = async (who: string) =>
    (await ask(who, '/notifications')).notifications;
  const mailsTo = (name: string) =>
    mailServer.mails.filter(({ to }) => to.includes(`${name}@example.com`));

  it('who watches a run that fails finds it at the bell and in a mail, with a link into the run', async () => {
    const runId = await launch();
    await watch(runId, 'viewer');
    await fail(runId);

    await eventually(async () => {
      expect(await heard('viewer')).toHaveLength(1);
      expect(mailsTo('viewer')).toHaveLength(1);
    });
    const link = `/workflow-runs/runs/${runId}?step=pay`;
    expect(await heard('viewer')).toEqual([
      expect.objectContaining({
        origin: ORIGIN,
        payload: expect.objectContaining({
          title: 'Charge customers failed',
          severity: 'high',
          topic: 'run-failed',
          link,
        }),
      }),
    ]);
    expect(await ask('viewer', '/status')).toEqual({ unread: 1, read: 0 });
    const [{ to, source }] = mailsTo('viewer');
    expect(to).toEqual(['viewer@example.com']);
    expect(source).toMatch(/^Subject: Charge customers failed\r$/m);
    expect(source.replace(/=3D/g, '=')).toContain(`${PORTAL}${link}`);
    expect(source).not.toContain('Lovelace');
    expect(await heard('operator')).toEqual([]);
  });

  it('the team that owns the workflow hears of the failures once', async () => {
    const before = (await heard('owner')).length;
    const deadline = Date.now() + 40_000;
    while (mailsTo('owner').length + before === 0 && Date.now() < deadline)
      await sleep(250);

    const [{ payload }, ...others] = await heard('owner');
    expect(others).toEqual([]);
    expect(payload).toMatchObject({
      title: 'Charge customers failed',
      topic: 'failure-group-new',
    });
    const again = await launch();
    await fail(again);
    await sleep(5_000);
    expect(await heard('owner')).toHaveLength(1);
  });

  it('a user turns off a topic, for mails alone or for all', async () => {
    const off = (channel: string) => ({
      channels: [
        {
          id: channel,
          origins: [
            {
              id: ORIGIN,
              enabled: true,
              topics: [{ id: 'run-failed', enabled: false }],
            },
          ],
        },
      ],
    });
    await ask('operator', '/settings', off('Email'));
    const runId = await launch();
    await watch(runId, 'operator');
    await watch(runId, 'viewer');
    await fail(runId);
    await eventually(async () => {
      expect(await heard('operator')).toHaveLength(1);
      expect(mailsTo('viewer')).toHaveLength(1);
    });
    expect(mailsTo('operator')).toEqual([]);

    await ask('operator', '/settings', off('Web'));
    const other = await launch();
    await watch(other, 'operator');
    await watch(other, 'viewer');
    await fail(other);
    await eventually(async () => expect(mailsTo('viewer')).toHaveLength(2));
    expect(await heard('operator')).toHaveLength(1);
  });
});
