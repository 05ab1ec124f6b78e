import { ConfigReader } from '@backstage/config';
import { checkRole, readConfig } from './config';

const read = (workflowRuns?: object) =>
  readConfig(new ConfigReader({ workflowRuns } as any));

describe('the configuration', () => {
  it('may be left out', () => {
    expect(read()).toEqual({
      role: 'all',
      encryptionKeys: undefined,
      limits: {
        runsPerBackend: 100,
        attemptsPerBackend: 200,
        backfillShare: 0.5,
        payloadBytes: 1_048_576,
        artifactBytes: 52_428_800,
        logLineBytes: 16_000,
        logLinesPerAttempt: 10_000,
        progressBytes: 500,
      },
      requestLimits: {
        enabled: true,
        perMinute: {
          reads: 3_000,
          queries: 600,
          mutations: 600,
          exports: 60,
          reveals: 30,
        },
        streams: 100,
      },
      artifactFolder: undefined,
      businessEvents: [],
      privacy: { policies: [], detectors: {} },
      traceProviders: [],
      logProviders: [],
      slos: [],
      retention: {
        policies: [],
        legalHoldTags: ['legal-hold'],
        schedule: {
          frequency: { cron: '17 2 * * *' },
          timeout: { minutes: 5 },
        },
      },
      notifications: expect.objectContaining({ enabled: true }),
      live: { notify: true, signals: true, subscriptions: 200 },
      alerts: { enabled: true, intervalSeconds: 60 },
      slas: [],
      webhooks: expect.objectContaining({ enabled: true, allow: [] }),
      ingest: { sources: [] },
      sync: expect.objectContaining({ enabled: true, staleSeconds: 10 }),
    });
    expect(read({ access: { roles: {} } }).role).toBe('all');
  });

  it('names keys, the active one first', () => {
    const keys = [
      { id: 'new', secret: 'x'.repeat(16) },
      { id: 'old', secret: 'y'.repeat(16) },
    ];

    expect(read({ encryption: { keys } }).encryptionKeys).toEqual(keys);
  });

  it('says where business events are shown', () => {
    const businessEvents = [{ prefix: 'erp:', url: 'https://erp/{id}' }];

    expect(read({ businessEvents }).businessEvents).toEqual(businessEvents);
  });

  it('sets some limits, and leaves the others', () => {
    const limits = { runsPerWorkflow: 5, runsPerTenant: 20, backfillShare: 1 };
    expect(read({ limits }).limits).toMatchObject({
      ...limits,
      runsPerBackend: 100,
    });
  });

  it('says what is expected of runs', () => {
    const slos = [
      { workflow: '*', successRate: 0.95 },
      { workflow: 'embedded/a', environment: 'prod', p95Duration: '10m' },
    ];

    expect(read({ slos }).slos).toEqual(slos);
  });

  it.each([
    [
      { slos: [{ workflow: '*', successRate: 99 }] },
      'workflowRuns.slos.0.successRate: ',
    ],
    [
      { slos: [{ workflow: '*', p95Duration: 'soon' }] },
      'workflowRuns.slos.0.p95Duration: ',
    ],
    [
      { slos: [{ workflow: '*', successRate: 0.9, window: '91d' }] },
      'workflowRuns.slos.0.window: ',
    ],
    [{ slos: [{ workflow: 'a' }] }, 'workflowRuns.slos.0.workflow: '],
    [{ slos: [{ workflow: '*', window: '7d' }] }, 'workflowRuns.slos.0: '],
    [{ slos: [{ successRate: 0.9 }] }, 'workflowRuns.slos.0.workflow: '],
    [
      { slos: [{ workflow: '*', successRate: 0.9, rate: 1 }] },
      'workflowRuns.slos.0: ',
    ],
    [
      {
        slos: [
          { workflow: '*', successRate: 0.9 },
          { workflow: '*', p95Duration: '1m' },
        ],
      },
      'workflowRuns.slos.1: ',
    ],
    [
      { webhooks: { allow: ['hooks.acme.test', 'http://a.test/'] } },
      "workflowRuns.webhooks.allow.1: 'http://a.test/' is no host",
    ],
    [
      {
        ingest: {
          sources: [{ source: '/ci', subjects: ['user:a/b'], engine: 'ci' }],
        },
      },
      'workflowRuns.ingest.sources.0.subjects: only services send events, never users',
    ],
    [
      {
        ingest: {
          sources: [
            { source: '/a', subjects: ['external:ci'], engine: 'ci' },
            {
              source: '/b',
              subjects: ['external:ci'],
              engine: 'ci',
              tenant: 'b',
            },
          ],
        },
      },
      `workflowRuns.ingest.sources.1.engine: the engine 'ci' has another tenant, environment, mode or other commands in another source`,
    ],
    [
      {
        ingest: {
          sources: [
            {
              source: '/a',
              subjects: ['external:ci'],
              engine: 'ci',
              mode: 'import',
              commands: { actions: ['cancel'] },
            },
          ],
        },
      },
      `workflowRuns.ingest.sources.0.commands: nothing can be asked of runs of the past`,
    ],
    [
      {
        ingest: {
          sources: [
            {
              source: '/a',
              subjects: ['external:ci'],
              engine: 'ci',
              commands: { actions: ['rerun'] },
            },
          ],
        },
      },
      `workflowRuns.ingest.sources.0.commands.actions.0: `,
    ],
    [
      {
        ingest: {
          sources: [
            {
              source: '/a',
              subjects: ['external:ci'],
              engine: 'ci',
              commands: {
                actions: ['cancel'],
                webhook: { url: 'https://a.test', secret: 's3cret' },
              },
            },
          ],
        },
      },
      `workflowRuns.ingest.sources.0.commands.webhook.secret: must be `,
    ],
    [
      {
        ingest: {
          sources: [
            { source: '/a', subjects: ['external:ci'], engine: 'embedded' },
          ],
        },
      },
      `workflowRuns.ingest.sources.0.engine: 'embedded' is the engine of the portal itself`,
    ],
    [
      { notifications: { topics: { 'run-faild': false } } },
      'workflowRuns.notifications.topics: ',
    ],
    [{ limits: { runsPerBackend: 0 } }, 'workflowRuns.limits.runsPerBackend: '],
    [
      { limits: { requests: { perMinute: { reads: 0 } } } },
      'workflowRuns.limits.requests.perMinute.reads: ',
    ],
    [{ limits: { runsPerTenant: 1.5 } }, 'workflowRuns.limits.runsPerTenant: '],
    [{ limits: { backfillShare: 0 } }, 'workflowRuns.limits.backfillShare: '],
    [{ limits: { backfillShare: 2 } }, 'workflowRuns.limits.backfillShare: '],
    [
      { limits: { payloadBytes: 2 ** 30 } },
      'workflowRuns.limits.payloadBytes: ',
    ],
    [{ limits: { runsPerWorkflows: 5 } }, 'workflowRuns.limits: '],
    [{ role: 'boss' }, 'workflowRuns.role: '],
    [{ artifacts: { folder: 'here' } }, 'workflowRuns.artifacts.folder: '],
    [{ artifacts: { store: 's3' } }, 'workflowRuns.artifacts: '],
    [
      { businessEvents: [{ prefix: 'a' }] },
      'workflowRuns.businessEvents.0.url: ',
    ],
    [
      {
        businessEvents: [
          { prefix: 'a', url: 'https://a' },
          { prefix: 'b', url: 'data:text/html,b' },
        ],
      },
      'workflowRuns.businessEvents.1.url: must be an http or https URL',
    ],
    [
      { businessEvents: [{ prefix: 'a', url: 'https://a', name: 'A' }] },
      'workflowRuns.businessEvents.0: ',
    ],
    [{ encryption: {} }, 'workflowRuns.encryption.keys: '],
    [{ encryption: { keys: [] } }, 'workflowRuns.encryption.keys: '],
    [
      { encryption: { keys: [{ id: '', secret: 's3cret' }] } },
      'workflowRuns.encryption.keys.0.id: ',
    ],
    [
      { encryption: { keys: [{ id: 'a' }] } },
      'workflowRuns.encryption.keys.0.secret: ',
    ],
  ])('%j is refused by its field', (workflowRuns, field) => {
    let message = '';
    try {
      read(workflowRuns);
    } catch (error) {
      ({ message } = error as Error);
    }

    expect(message).toMatch(new RegExp(`^${field.replace(/\./g, '\\.')}`));
    expect(message).not.toContain('s3cret');
  });
});

describe('checkRole', () => {
  it.each(['api', 'worker'] as const)(
    'refuses the role %s on a SQLite file, which has one backend',
    role => {
      expect(() => checkRole(role, '/var/lib/portal')).toThrow(
        `workflowRuns.role: '${role}' needs PostgreSQL`,
      );
    },
  );

  it('allows every role on a shared database, and one backend on a file', () => {
    expect(() => checkRole('api', undefined)).not.toThrow();
    expect(() => checkRole('worker', undefined)).not.toThrow();
    expect(() => checkRole('all', '/var/lib/portal')).not.toThrow();
  });
});
