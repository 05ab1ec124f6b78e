import {
  describeOnDatabases,
  describeOnPostgres,
} from '../__testUtils__/databases';
import {
  CampaignOptions,
  CampaignResult,
  runCampaign,
} from '../__testUtils__/faults/Campaign';
import { openTestSite } from '../__testUtils__/faults/openTestSite';
import { Place, PLACES, pointsOf } from '../__testUtils__/faults/points';
import { Random } from '../__testUtils__/faults/random';
import { UNATTENDED } from '../__testUtils__/faults/scenarios';
import { HURRIED, Site } from '../__testUtils__/faults/Site';
import { planStrikes, Strike } from '../__testUtils__/faults/strikes';

jest.setTimeout(120_000);

/** Set it to repeat the plan of a test that has failed. */
const SEED = Number(process.env.WORKFLOW_RUNS_FAULTS_SEED ?? Date.now() % 1e9);

let site: Site | undefined;
afterEach(async () => {
  await site?.close();
  site = undefined;
});

async function openSite(
  ...where: Parameters<typeof openTestSite>
): Promise<Site> {
  site = await openTestSite(...where);
  return site;
}

const campaign = (at: Site, options: Partial<CampaignOptions>) =>
  runCampaign(at, {
    seed: SEED,
    runs: 18,
    openRuns: 8,
    strikes: [],
    ...options,
  });

/** What the checks have found; the seed is shown where it is anything. */
function findings({ seed, verdicts, missed }: CampaignResult) {
  const found = verdicts.filter(({ problems }) => problems.length > 0);
  return found.length + missed.length === 0 ? [] : [{ seed, missed, found }];
}

const killAt = (point: Place): Strike => ({
  type: 'kill at a point',
  point,
  occurrence: 1,
});

function placesOf(group: RegExp, isPostgres: boolean): Place[] {
  return pointsOf(!isPostgres).filter(
    (point): point is Place =>
      Object.hasOwn(PLACES, point) && group.test(point),
  );
}

describeOnDatabases(
  'backends that are killed',
  (createDatabase, isPostgres) => {
    it.each([
      ['in the transaction of a batch', /^(batch|commit)\./],
      ['beside it', /^(claim|run|timer|handler|lines|heartbeat)\./],
      ['while they start, or stop', /^(start|worker|reap|release)\./],
    ])('lose nothing and do nothing twice: %s', async (_, group) => {
      const at = await openSite(await createDatabase(), isPostgres);
      const places = placesOf(group, isPostgres);
      const result = await campaign(at, {
        scenarios: UNATTENDED,
        strikes: new Random(SEED).shuffled(places).map(killAt),
      });

      expect(findings(result)).toEqual([]);
      expect(Object.keys(result.kills).sort()).toEqual(
        expect.arrayContaining([...places].sort()),
      );
    });

    it('lose nothing and do nothing twice, before and after transitions of any kind', async () => {
      const at = await openSite(await createDatabase(), isPostgres);
      const points = pointsOf(!isPostgres).filter(point => point.includes(' '));
      const some = new Random(SEED).shuffled(points).slice(0, 8);
      const result = await campaign(at, {
        strikes: some.map(point => ({
          type: 'kill at a point',
          point,
          occurrence: 1,
        })),
      });

      expect(findings(result)[0]?.found ?? []).toEqual([]);
    });
  },
);

describeOnDatabases('backends in trouble', (createDatabase, isPostgres) => {
  it('go on when it is over', async () => {
    const at = await openSite(await createDatabase(), isPostgres);
    const result = await campaign(at, {
      runs: 30,
      strikes: planStrikes(
        new Random(SEED),
        isPostgres
          ? {
              freeze: 1,
              'freeze at a point': 2,
              'reset connections': 1,
              'refuse connections': 1,
              'stall connections': 2,
              'cut a statement': 6,
              'shift the clock': 2,
              'kill at any time': 1,
            }
          : {
              freeze: 1,
              'fill the disk': 4,
              'shift the clock': 4,
              'kill at any time': 2,
            },
        { isSqlite: !isPostgres, leaseMs: HURRIED.leaseMs },
      ),
    });

    expect(findings(result)[0]?.found ?? []).toEqual([]);
  });
});

/** The checks are worth what they find: here is something to find. */
describeOnPostgres('a broken engine is found out', createDatabase => {
  const problemsOf = ({ verdicts }: CampaignResult, check: RegExp) =>
    verdicts.find(verdict => check.test(verdict.check))!.problems;

  it('where it ignores fences', async () => {
    const at = await openSite(await createDatabase(), true, {
      defect: 'ignores fences',
    });
    const result = await campaign(at, {
      scenarios: UNATTENDED,
      openRuns: 12,
      drainMs: 5_000,
      strikes: Array.from({ length: 9 }, () => ({
        type: 'freeze at a point',
        point: 'decided step.completed',
        occurrence: 2,
        forMs: 1_900,
      })),
    });

    expect(problemsOf(result, /lifecycle allows/).join('\n')).toMatch(
      /attempt \d ends while attempt \d is the latest/,
    );
  });

  it('where it loses what it has said to be committed', async () => {
    const at = await openSite(await createDatabase(), true, {
      backends: 1,
      defect: 'loses commits',
    });
    const result = await campaign(at, {
      scenarios: UNATTENDED,
      runs: 30,
      drainMs: 3_000,
    });

    expect(problemsOf(result, /done once/).join('\n')).toMatch(
      /was carried out/,
    );
  });
});
