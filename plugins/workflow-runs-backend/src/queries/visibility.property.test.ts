import { PermissionCriteria } from '@backstage/plugin-permission-common';
import fc from 'fast-check';
import { WorkflowCriterion } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { insertRuns, insertWorkflow } from '../__testUtils__/rows';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { isVisible } from './condition';
import { RunQueries } from './RunQueries';

jest.setTimeout(120_000);

const OWNERS = ['group:default/a', 'group:default/b', 'user:default/c'];
const REFS = ['embedded/a', 'embedded/b', 'other/a', 'other/a/b', 'other/c'];

type Criteria = PermissionCriteria<WorkflowCriterion>;

const leaf: fc.Arbitrary<Criteria> = fc.oneof(
  fc.record({
    field: fc.constant('owner' as const),
    values: fc.subarray([...OWNERS, 'group:default/none', '']),
  }),
  fc.record({
    field: fc.constant('workflow' as const),
    values: fc.subarray([...REFS, 'nonsense', 'embedded/', "o'ther/a", '%/%']),
  }),
);
/** Also empty lists, which the types forbid but a policy may send. */
const criteria: fc.Arbitrary<Criteria> = fc.letrec(tie => ({
  any: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.record({ allOf: fc.array(tie('any'), { maxLength: 3 }) }),
    fc.record({ anyOf: fc.array(tie('any'), { maxLength: 3 }) }),
    fc.record({ not: tie('any') }),
  ),
})).any as fc.Arbitrary<Criteria>;

const workflows = fc.tuple(
  ...REFS.map(ref => fc.subarray(OWNERS).map(owners => ({ ref, owners }))),
);

describeOnDatabases('a condition', createDatabase => {
  it('means the same in the query as on a row', async () => {
    const { knex } = await createDatabase();
    const runs = new RunQueries(knex);
    const queries = new WorkflowQueries(knex);

    await fc.assert(
      fc
        .asyncProperty(
          workflows,
          fc.array(criteria, { minLength: 8, maxLength: 8 }),
          async (rows, conditions) => {
            for (const { ref, owners } of rows) {
              const [engine, ...name] = ref.split('/');
              const id = `wfl_${ref}`;
              await insertWorkflow(knex, {
                id,
                engine,
                name: name.join('/'),
                owners,
              });
              await insertRuns(knex, [
                { id: `run_${ref}`, workflowId: id, orderedAt: 1 },
              ]);
            }
            for (const condition of conditions) {
              const expected = rows
                .filter(({ ref, owners }) =>
                  isVisible({ ref, ownerRefs: owners }, condition),
                )
                .map(({ ref }) => ref)
                .sort();
              const listed = await runs.list(
                { filter: {}, limit: 50 },
                condition,
              );
              const found = await queries.list({}, condition);

              expect(listed.items.map(run => run.workflow.ref).sort()).toEqual(
                expected,
              );
              expect(found.map(({ ref }) => ref).sort()).toEqual(expected);
              for (const { ref } of rows) {
                const run = await runs.get(`run_${ref}`, condition);
                expect(run !== undefined).toBe(expected.includes(ref));
              }
            }
          },
        )
        .afterEach(async () => {
          for (const table of [
            'run_live',
            'runs',
            'workflow_owners',
            'workflows',
          ])
            await knex(table).delete();
        }),
      { numRuns: 10, seed: 20261121 },
    );
  });
});
