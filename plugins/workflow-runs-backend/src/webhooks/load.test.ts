import { describeOnDatabases } from '../__testUtils__/databases';
import { load } from './__testUtils__/load';

jest.setTimeout(120_000);

describeOnDatabases(
  'a thousand events for twenty receivers',
  createDatabase => {
    // `benchmarks/webhooks` does the same with ten thousand.
    it('arrive in order and signed at all that are well, whatever the others do', async () => {
      const result = await load(await createDatabase(), {
        events: 1_000,
        deadlineMs: 60_000,
      });

      expect(result).toMatchObject({
        delivered: 10_000,
        repeated: 0,
        faults: [],
        leaked: 0,
      });
      // Those that are not well keep theirs for later.
      expect(result.pending).toBe(10_000);
    });
  },
);
