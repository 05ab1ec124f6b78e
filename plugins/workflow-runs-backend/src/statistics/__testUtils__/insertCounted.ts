import fc from 'fast-check';
import { Knex } from 'knex';
import { RunResource } from 'backstage-plugin-workflow-runs-node';
import {
  SomeWorkflow,
  workflows as someWorkflows,
} from '../../queries/__testUtils__/arbitraries';
import { insertWorkflows } from '../../queries/__testUtils__/insertAll';
import { countRuns } from '../countRuns';
import { SomeRun, SomeRuns } from './SomeRuns';
import { writeRuns } from './writeRuns';

/** Runs that are counted, of some workflows. */
export interface Counted {
  workflows: SomeWorkflow[];
  runs: SomeRun[];
  resourceOf: (run: SomeRun) => RunResource;
}

/** Writes so many runs, and counts them; the same seed has the same ones. */
export async function insertCounted(
  knex: Knex,
  { maker, seed, size }: { maker: SomeRuns; seed: number; size: number },
): Promise<Counted> {
  const [workflows] = fc.sample(someWorkflows, { numRuns: 1, seed });
  await insertWorkflows(knex, workflows);
  const runs = Array.from({ length: size }, () => maker.next());
  await writeRuns(
    knex,
    runs,
    workflows.map(({ ref, tenant }) => ({ id: `wfl_${ref}`, tenant })),
  );
  for (let from = 0; from < size; from += 500) {
    const ids = runs.slice(from, from + 500).map(({ id }) => id);
    await knex.transaction(trx => countRuns(trx, ids));
  }
  return {
    workflows,
    runs,
    resourceOf: run => {
      const { ref, tenant, owners } = workflows[run.workflow];
      const { status, environment, tags, startedBy } = run;
      const engine = ref.split('/')[0];
      return {
        workflow: { ref, engine, tenantId: tenant, ownerRefs: owners },
        ...{ status, environment, tags, startedBy },
      };
    },
  };
}
