/*
 * A process that does one thing for the benchmark. It gets its task as the first message, and answers with
 * the result.
 */
import { measureSync } from './measurements/sync';

process.once('message', async (task: Parameters<typeof measureSync>[0]) => {
  try {
    const result = await measureSync(task);
    process.send!({ result }, () => process.exit(0));
  } catch (error) {
    process.send!({ error: (error as Error).stack }, () => process.exit(1));
  }
});
process.once('disconnect', () => process.exit(0));
