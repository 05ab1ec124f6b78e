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

async function eventually(holds: () => boolean | Promise<boolean>) {
  for (let waited = 0; waited < SOON_MS; waited += 20) {
    if (await holds()) return;
    await sleep(20);
  }
  throw new Error('What was waited for does not come');
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
  });

  it('take over from each other when one is killed, after its lease', async () => {
    await Promise.all(strikers.map(striker => striker.revive()));
    await launcher.launchMore(RUNS);
    await sleep(200);
    await strikers[0].strike({ type: 'kill at any time', afterMs: 0 });
    expect(await launcher.drain(SOON_MS)).toBe(true);

    const survivor = site.slots[1].backend!;
    await eventually(async () => {
      const pids = await database.knex('workers').pluck('pid');
      return pids.join() === String(survivor.pid);
    });
    await strikers[1].stop();
    await expectNothingWrong(await site.evidence(launcher.launches));
  });

  it('refuse what a stopped one still writes when it continues, and it goes on with other runs', async () => {
    const [zombie, heir] = strikers;
    const [slot] = site.slots;
    await zombie.revive();
    await slot.backend!.ask({
      type: 'arm',
      tripwire: {
        point: 'decided step.completed',
        occurrence: 1,
        deed: 'stop',
      },
    });
    const launching = launcher.launchMore(RUNS);
    await eventually(() => site.hitsOf(slot.backend!).length > 0);
    slot.isStruck = true;
    await heir.revive();
    await launching;
    expect(await launcher.drain(SOON_MS)).toBe(true);

    expect(site.refusals).toBe(0);
    slot.backend!.signal('SIGCONT');
    slot.isStruck = false;
    await eventually(() => site.refusals > 0);

    await heir.stop();
    await launcher.launchMore(RUNS);
    expect(await launcher.drain(SOON_MS)).toBe(true);
    await zombie.stop();
    await expectNothingWrong(await site.evidence(launcher.launches));
  });

  it('go on when one of them stands still while it holds the log', async () => {
    const [frozen, other] = strikers;
    const [slot] = site.slots;
    await Promise.all([frozen.revive(), other.revive()]);
    await slot.backend!.ask({
      type: 'arm',
      tripwire: { point: 'batch.locked', occurrence: 1, deed: 'stop' },
    });
    const launching = launcher.launchMore(RUNS);
    await eventually(() => site.hitsOf(slot.backend!).length > 0);
    slot.isStruck = true;
    await launching;
    expect(await launcher.drain(SOON_MS)).toBe(true);

    slot.backend!.signal('SIGCONT');
    slot.isStruck = false;
    await launcher.launchMore(RUNS);
    expect(await launcher.drain(SOON_MS)).toBe(true);
    await Promise.all([frozen.stop(), other.stop()]);
    await expectNothingWrong(await site.evidence(launcher.launches));
  });

  it('connect anew where their connections are dead without a word', async () => {
    const [cutOff] = strikers;
    await cutOff.revive();
    await launcher.launchMore(RUNS);
    await sleep(200);
    site.slots[0].proxy!.abandon();
    expect(await launcher.drain(SOON_MS)).toBe(true);

    await launcher.launchMore(RUNS);
    expect(await launcher.drain(SOON_MS)).toBe(true);
    await cutOff.stop();
    await expectNothingWrong(await site.evidence(launcher.launches));
  });
});
