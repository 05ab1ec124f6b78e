import { Knex } from 'knex';
import { Cursors } from '../queries/cursor';
import { RunQueries } from '../queries/RunQueries';
import { ScanBudget } from '../queries/list/walk';
import { Signer } from '../sealing/Signer';

/** Queries whose cursors are signed with a key for tests. */
export function createRunQueries(knex: Knex, budget?: ScanBudget): RunQueries {
  const keys = [{ id: 'test', secret: 'a secret that is long enough' }];
  return new RunQueries(knex, new Cursors(new Signer(keys, 'cursors')), budget);
}
