import { setTimeout as sleep } from 'node:timers/promises';
import {
  describeOnDatabases,
  describeOnPostgres,
  TestDatabase,
} from '../__testUtils__/databases';
import { checkAll } from '../__testUtils__/faults/check/checkAll';
import { Evidence } from '../__testUtils__/faults/check/Evidence';
import { Launcher } from '../__testUtils__/faults/Launcher';
import { openTestSite } from '../__testUtils__/faults/openTestSite';
import { Random } from '../__testUtils__/faults/random';
import { sequence } from '../__testUtils__/faults/scenarios/sequence';
import { Site } from '../__testUtils__/faults/Site';
import { Striker } from '../__testUtils__/faults/Striker';
import { EngineTiming } from './timing';

jest.setTimeout(120_000);

/** Each of five steps, one after the other. */
const RUNS = 6;
/** Enough where nobody has to wait for a lease of half a minute. */
const SOON_MS = 15_000;

let site: Site;
let strikers: Striker[];
let launcher: Launcher;
afterEach(async () => {
  await launcher.stop();
  await site.close();
});

async function start(
  database: TestDatabase,
  isPostgres: boolean,
  options: { backends: number; timing?: Partial<EngineTiming> },
) {
  site = await openTestSite(database, isPostgres, options);
  strikers = site.slots.map(slot => new Striker(site, slot, new Random(1)));
  launcher = new Launcher(site, {
    random: new Random(1),
    openRuns: RUNS,
    scenarios: [sequence],
  });
}

async function expectNothingWrong(evidence: Evidence) {
  const found = checkAll(evidence).filter(
    ({ problems }) => problems.length > 0,
  );
  expect(found).toEqual([]);
}

describeOnDatabases('a backend', (createDatabase, isPostgres) => {
  it('lets go in good order when it is asked to stop: the next one goes on at once', async () => {
    await start(await createDatabase(), isPostgres, {
      backends: 1,
      timing: { pollMs: 100 },
    });
    const [backend] = strikers;
    await backend.revive();
    await launcher.launchMore(RUNS);
    await sleep(200);
    await backend.stop();

    const between = (await site.evidence(launcher.launches)).tables;
    const statuses = between.attempts.map(({ status }) => status);
    expect(statuses).toContain('lost');
    expect(statuses).not.toContain('running');
    expect(between.steps.map(({ losses }) => losses)).toEqual(
      between.steps.map(() => 0),
    );
    expect(between.workers).toEqual([]);

    await backend.revive();
    expect(await launcher.drain(SOON_MS)).toBe(true);
    await backend.stop();
    await expectNothingWrong(await site.evidence(launcher.launches));
  });
});

describeOnPostgres('two backends on one database', createDatabase => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase();
    await start(database, true, { backends: 2 });
    await Promise.all(strikers.map(striker => striker.revive()));
  });

  it('take over from each other when one is killed, after its lease', async () => {
    await launcher.launchMore(RUNS);
    await sleep(200);
    await strikers[0].strike({ type: 'kill at any time', afterMs: 0 });
    expect(await launcher.drain(SOON_MS)).toBe(true);

    const survivor = site.slots[1].backend!;
    expect(await database.knex('workers').pluck('pid')).toEqual([survivor.pid]);
    await strikers[1].stop();
    await expectNothingWrong(await site.evidence(launcher.launches));
  });

  it('refuse what a stopped one still writes when it continues, and it goes on with other runs', async () => {
    const [zombie, heir] = strikers;
    const freezing = zombie.strike({
      type: 'freeze at a point',
      point: 'decided step.completed',
      occurrence: 1,
      forMs: 3_000,
    });
    await launcher.launchMore(RUNS);
    expect(await freezing).toBe(true);
    expect(await launcher.drain(SOON_MS)).toBe(true);
    // It has just continued: what it decided before it stood still is on its way.
    for (let waited = 0; site.refusals === 0 && waited < 5_000; waited += 20) {
      await sleep(20);
    }
    expect(site.refusals).toBeGreaterThan(0);

    await heir.stop();
    await launcher.launchMore(RUNS);
    expect(await launcher.drain(SOON_MS)).toBe(true);
    await zombie.stop();
    await expectNothingWrong(await site.evidence(launcher.launches));
  });
});
