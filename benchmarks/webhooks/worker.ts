/*
 * A process that does one thing for the benchmark. It gets its task as the first message, and answers with the
 * result.
 */
import { silentLogger } from '../../plugins/workflow-runs-backend/src/__testUtils__/silentLogger';
import { openDatabase } from '../../plugins/workflow-runs-backend/src/database/open';
import { load } from '../../plugins/workflow-runs-backend/src/webhooks/__testUtils__/load';
import { connect, Place } from '../connect';

interface Task {
  place: Place;
  events: number;
  deadlineMs: number;
}

process.once('message', async ({ place, ...options }: Task) => {
  try {
    const knex = connect(place);
    const { lane } = await openDatabase(
      { getClient: async () => knex },
      silentLogger(),
    );
    const result = await load({ knex, lane }, options);
    await knex.destroy();
    process.send!({ result }, () => process.exit(0));
  } catch (error) {
    process.send!({ error: (error as Error).stack }, () => process.exit(1));
  }
});
process.once('disconnect', () => process.exit(0));
