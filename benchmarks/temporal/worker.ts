/*
 * A process that does one thing for the benchmark. It gets its task as the first message, and answers with
 * the result.
 */
import { measureCatchUp } from './measurements/catchUp';
import { populate, readHistories } from './measurements/population';

const KINDS = {
  populate,
  read: readHistories,
  catchUp: measureCatchUp,
};

process.once('message', async (task: any) => {
  try {
    const result = await KINDS[task.kind as keyof typeof KINDS](task);
    process.send!({ result }, () => process.exit(0));
  } catch (error) {
    process.send!({ error: (error as Error).stack }, () => process.exit(1));
  }
});
process.once('disconnect', () => process.exit(0));
