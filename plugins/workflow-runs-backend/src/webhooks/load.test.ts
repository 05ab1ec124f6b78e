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

      expect(result).toMatchObject({ faults: [], leaked: 0 });
      // At least once: one that answers late, on a machine that is busy, is sent it again.
      expect(result.delivered).toBeGreaterThanOrEqual(10_000);
      expect(result.repeated).toBeLessThan(100);
      // Those that are not well keep theirs for later, beside what was just sent.
      expect(result.pending).toBeGreaterThanOrEqual(10_000);
      expect(result.pending).toBeLessThan(10_100);
    });
  },
);
