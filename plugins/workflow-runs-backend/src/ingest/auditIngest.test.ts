import { IngestResult } from 'backstage-plugin-workflow-runs-common';
import { auditIngest } from './auditIngest';

/** What Backstage's auditor hears. */
function listening() {
  const heard: object[] = [];
  const trail = {
    report: async ({ meta }: { meta: object }, severity: string) => ({
      success: async (said: { meta: object }) => {
        heard.push({ severity, ...meta, ...said.meta, outcome: 'success' });
      },
      fail: async () => {
        heard.push({ severity, ...meta, outcome: 'failure' });
      },
    }),
  };
  const audit = (events: object[], take: () => Promise<any[]>) =>
    auditIngest(trail as any, {} as any, events, take);
  return { heard, audit };
}

const result = (part: Partial<IngestResult>) => part;
const accepted = result({ outcome: 'accepted', status: 200, rule: null });
const duplicate = result({ outcome: 'duplicate', status: 200, rule: null });
const stolen = result({ outcome: 'rejected', status: 403, rule: 'not_yours' });
const wrong = result({ outcome: 'rejected', status: 400, rule: 'too_old' });

it('tells of a request, and not of each of its events', async () => {
  const { heard, audit } = listening();
  await audit([{}, {}, {}, {}], async () => [
    accepted,
    accepted,
    duplicate,
    wrong,
  ]);
  expect(heard).toEqual([
    {
      severity: 'low',
      actionType: 'ingest_events',
      events: 4,
      accepted: 2,
      duplicate: 1,
      rejected: 1,
      outcome: 'success',
    },
  ]);
});

it('tells for itself that somebody claims sources of others', async () => {
  const { heard, audit } = listening();
  const events = [{ source: '/a' }, { source: '/b' }, { source: '/b' }];
  await audit(events, async () => [accepted, stolen, stolen]);
  expect(heard).toMatchObject([
    { severity: 'low', rejected: 2 },
    {
      severity: 'medium',
      actionType: 'claim_source',
      sources: ['/b'],
      events: 2,
      outcome: 'failure',
    },
  ]);
});

it('tells that nothing was taken in', async () => {
  const { heard, audit } = listening();
  const broken = audit([{}], async () => {
    throw new Error('the database is away');
  });
  await expect(broken).rejects.toThrow('away');
  expect(heard).toMatchObject([{ severity: 'low', outcome: 'failure' }]);
});
