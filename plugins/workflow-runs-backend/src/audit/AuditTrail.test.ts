import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { Request } from 'express';
import { Knex } from 'knex';
import { describeOnDatabases } from '../__testUtils__/databases';
import { withAudit, withFetchAudit } from '../api/withAudit';
import { testPrivacy } from '../__testUtils__/testPrivacy';
import { AuditTrail } from './AuditTrail';
import { MAX_JSON } from './auditRow';

jest.setTimeout(60_000);

const request = {
  ip: '2001:db8::1',
  header: (name: string) =>
    ({
      'user-agent': `evil\n\u001b[31m\u202eagent ${'x'.repeat(500)}`,
      'x-request-id': '<script>',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    }[name]),
} as unknown as Request;
const event = {
  eventId: 'retention-mutate',
  actionType: 'change',
  meta: { policy: 'p1', reason: 'why' },
} as const;

describeOnDatabases('AuditTrail', createDatabase => {
  let knex: Knex;
  let trail: AuditTrail;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    trail = new AuditTrail({
      knex,
      auditor: mockServices.auditor.mock({
        createEvent: async () => ({
          success: async () => {},
          fail: async () => {},
        }),
      }),
      httpAuth: mockServices.httpAuth.mock({
        credentials: async () => mockCredentials.service('external:ci') as any,
      }),
      redactor: testPrivacy().withoutRun,
      now: () => 7,
    });
  });
  beforeEach(() => knex('audit_entries').delete());

  const entry = () => knex('audit_entries').first();

  it('has written down what is begun: a backend that dies in it leaves it pending', async () => {
    let during;
    await withAudit(trail, request, event, async () => {
      during = await entry();
    });

    expect(during).toMatchObject({
      actor: 'external:ci',
      action: 'change',
      outcome: 'pending',
      reason: 'why',
      details: '{"policy":"p1"}',
    });
    expect(await entry()).toMatchObject({ outcome: 'succeeded' });
  });

  it('does nothing that it cannot write down', async () => {
    const work = jest.fn();
    const broken = new AuditTrail({
      ...(trail as any).options,
      redactor: {
        ...testPrivacy().withoutRun,
        text: () => {
          throw new Error('no');
        },
      },
    });

    await expect(withAudit(broken, request, event, work)).rejects.toThrow();
    expect(work).not.toHaveBeenCalled();
  });

  it('keeps before and after redacted, and cut where they are long', async () => {
    await withAudit(trail, request, event, async changed =>
      changed({
        before: { password: 'hunter2' },
        after: { rules: 'x'.repeat(MAX_JSON) },
      }),
    );
    const { before, after } = await entry();

    expect(JSON.parse(before)).toEqual({ password: '[redacted:password]' });
    expect(JSON.parse(after)).toEqual({
      cut: true,
      begins: expect.stringMatching(/^\{"rules":"x+$/),
    });
  });

  it('tells of a failure that nobody has foreseen no more than its name', async () => {
    const work = async () => {
      throw new TypeError('connection to 10.0.0.1 with hunter2 failed');
    };
    await expect(withAudit(trail, request, event, work)).rejects.toThrow();

    expect(await entry()).toMatchObject({
      outcome: 'failed',
      message: 'TypeError',
    });
  });

  it('takes from a caller one harmless line', async () => {
    await withFetchAudit(
      trail,
      request,
      { queryType: 'export', meta: {} },
      async () => ({ rows: 1 }),
    );
    const row = await entry();

    expect(row).toMatchObject({
      event: 'run-fetch',
      action: 'export',
      details: '{"rows":1}',
      remote_address: '2001:db8::1',
      request_id: '4bf92f3577b34da6a3ce929d0e0e4736',
    });
    expect(row.user_agent).toMatch(/^evil \[31m agent x+$/);
    expect(row.user_agent).toHaveLength(200);
  });
});
