import { Knex } from 'knex';
import { PrivacyPolicy } from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { silentLogger } from '../__testUtils__/silentLogger';
import { policyOf } from './__testUtils__/policyOf';
import { inOrder, Policies } from './Policies';
import { PolicyStore } from './PolicyStore';

const ADA = 'user:default/ada';
const BO = 'user:default/bo';

const ofConfiguration = (name: string): PrivacyPolicy => ({
  ...policyOf(name),
  id: `configuration-${name}`,
  origin: 'configuration',
  revision: 1,
  updatedBy: null,
  updatedAt: null,
});

describeOnDatabases('policies of privacy', createDatabase => {
  let knex: Knex;
  let store: PolicyStore;
  beforeEach(async () => {
    ({ knex } = await createDatabase());
    store = new PolicyStore({ knex, now: () => 1_000 });
  });

  it('come back as they were written', async () => {
    const content = policyOf('Wages', {
      description: 'Nobody’s business',
      tenantId: 'acme',
      workflow: 'embedded/payroll',
      enabled: false,
      rules: [
        { path: "$..['net wage']", kind: 'wage', treatment: 'tokenize' },
        { key: '*_iban', treatment: 'hash' },
        { detector: 'email', treatment: 'keep' },
      ],
    });
    const created = await store.create(content, ADA);

    expect(created).toEqual({
      ...content,
      id: expect.stringMatching(/^pol_/),
      origin: 'database',
      revision: 1,
      updatedBy: ADA,
      updatedAt: '1970-01-01T00:00:01.000Z',
    });
    expect(await store.list()).toEqual([created]);
  });

  it('are written once where they are sent twice, and once a name', async () => {
    const first = await store.create(policyOf('Wages'), ADA);

    expect(await store.create(policyOf('Wages'), BO)).toEqual(first);
    await expect(
      store.create(policyOf('Wages', { enabled: false }), ADA),
    ).rejects.toThrow("There is another policy of the name 'Wages'");
    const other = await store.create(policyOf('Names'), ADA);
    await expect(
      store.change(other.id, policyOf('Wages'), 1, ADA),
    ).rejects.toThrow("There is another policy of the name 'Wages'");
  });

  it('are changed by those who have seen what they change', async () => {
    const { id } = await store.create(policyOf('Wages'), ADA);
    const wanted = policyOf('Wages', { enabled: false });
    const changed = await store.change(id, wanted, 1, BO);

    expect(changed).toMatchObject({
      enabled: false,
      revision: 2,
      updatedBy: BO,
    });
    // Whose answer was lost asks for what there is already.
    expect(await store.change(id, wanted, 1, BO)).toEqual(changed);
    await expect(store.change(id, policyOf('Pay'), 1, ADA)).rejects.toThrow(
      'it has revision 2',
    );
    await expect(
      store.change('pol_none', policyOf('Pay'), 1, ADA),
    ).rejects.toThrow("There is no policy 'pol_none'");
  });

  it('hold at once where they are changed, and soon elsewhere', async () => {
    const options = {
      store,
      configured: [ofConfiguration('Of the house')],
      logger: silentLogger(),
    };
    const here = await Policies.open(options);
    const there = await Policies.open(options);
    there.start();
    const before = there.revision;
    await store.create(policyOf('Wages'), ADA);
    await store.create(policyOf('Off', { enabled: false }), ADA);
    await here.refresh();
    await here.refresh();

    const names = (policies: readonly PrivacyPolicy[]) =>
      policies.map(({ name }) => name);
    expect(names(here.policies)).toEqual(['Of the house', 'Wages']);
    expect(names(here.all)).toEqual(['Of the house', 'Off', 'Wages']);
    expect(here.revision).toBe(2);
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect(names(there.policies)).toEqual(['Of the house', 'Wages']);
    expect(there.revision).toBe(before + 1);
    there.stop();
  });

  it('hold on while the database is away', async () => {
    const warnings: string[] = [];
    const logger = silentLogger(message => warnings.push(message));
    await store.create(policyOf('Wages'), ADA);
    const policies = await Policies.open({ store, configured: [], logger });
    jest
      .spyOn(store, 'list')
      .mockRejectedValue(new Error('connection refused'));
    policies.start();
    await new Promise(resolve => setTimeout(resolve, 2_500));
    policies.stop();

    expect(policies.policies).toHaveLength(1);
    expect(warnings).toEqual([
      expect.stringContaining('those of before hold on'),
    ]);
  });
});

it('the more particular policy goes first, then those of the configuration, then by name', () => {
  const policies = [
    ofConfiguration('all, configured'),
    { ...ofConfiguration('b'), origin: 'database' as const },
    { ...ofConfiguration('a'), origin: 'database' as const },
    { ...ofConfiguration('tenant'), tenantId: 'acme' },
    { ...ofConfiguration('workflow'), workflow: 'embedded/x' },
    {
      ...ofConfiguration('both'),
      origin: 'database' as const,
      tenantId: 'acme',
      workflow: 'embedded/x',
    },
  ];

  expect(inOrder(policies).map(({ name }) => name)).toEqual([
    'both',
    'workflow',
    'tenant',
    'all, configured',
    'a',
    'b',
  ]);
});
