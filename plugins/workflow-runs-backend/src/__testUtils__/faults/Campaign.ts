import { checkAll, Verdict } from './check/checkAll';
import { Evidence, EvidenceRow } from './check/Evidence';
import { Launcher } from './Launcher';
import { Random } from './random';
import { Scenario } from './scenarios/Scenario';
import { Site } from './Site';
import { StrikeRecord } from './StrikeRecord';
import { Strike } from './strikes';
import { Striker } from './Striker';

/** A strike that waited for its point in vain gets another chance, or two. */
const CHANCES = 3;
const DRAIN_MS = 60_000;

export interface CampaignOptions {
  seed: number;
  /** Runs to be launched in all, or a few more. */
  runs: number;
  /** Runs that are under way at a time. */
  openRuns: number;
  strikes: readonly Strike[];
  /** How long runs may take to end once nothing strikes any more; a minute by default. */
  drainMs?: number;
  scenarios?: readonly Scenario[];
  onProgress?: (progress: { struck: number; of: number; runs: number }) => void;
}

export interface CampaignResult {
  seed: number;
  durationMs: number;
  /** How often each kind of strike has hit. */
  strikes: Record<string, number>;
  /** How often a process was killed, by the point that it was at. */
  kills: Record<string, number>;
  /** Strikes that waited in vain for their point. */
  missed: string[];
  counts: {
    runs: Record<string, number>;
    /** Launches by scenario. */
    scenarios: Record<string, number>;
    /** Of the runs, those that were launched by others. */
    children: number;
    /** Of the runs, those that were opened again, by their last generation. */
    reopened: Record<string, number>;
    facts: Record<string, number>;
    /** What was asked of runs, and what has become of it. */
    actions: Record<string, number>;
    events: number;
    attempts: Record<string, number>;
    parked: number;
    ledgerCalls: number;
    /** What was decided under a lease that was lost, and not written. */
    refused: number;
  };
  verdicts: Verdict[];
}

/** Has backends execute runs, strikes them until it has struck enough, and checks what has come of it. */
export async function runCampaign(
  site: Site,
  options: CampaignOptions,
): Promise<CampaignResult> {
  const started = Date.now();
  const random = new Random(options.seed);
  const { strikes, drainMs = DRAIN_MS } = options;
  const record = new StrikeRecord();
  const launcher = new Launcher(site, { ...options, random: random.branch() });
  const strikers = site.slots.map(
    slot =>
      new Striker(site, slot, random.branch(), point =>
        launcher.launchFor(point),
      ),
  );
  const queue = strikes.map(strike => ({ strike, chances: CHANCES }));
  let struck = 0;
  const strikeOn = async (striker: Striker) => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { strike, chances } = next;
      const hasHit = await striker.strike(strike);
      record.add(strike, hasHit);
      if (!hasHit && chances > 1) {
        queue.push({ strike: easier(strike), chances: chances - 1 });
        continue;
      }
      if (!hasHit) record.missed.push(describe(strike));
      struck += 1;
      const runs = launcher.launches.length;
      options.onProgress?.({ struck, of: strikes.length, runs });
    }
    await striker.revive();
  };

  try {
    await Promise.all(strikers.map(striker => striker.revive()));
    await Promise.all([
      launcher.launchAlong(options.runs, () =>
        strikes.length === 0 ? 1 : struck / strikes.length,
      ),
      ...strikers.map(strikeOn),
    ]);
    await calm(site, strikers);
    await launcher.drain(drainMs);
  } finally {
    await launcher.stop();
  }
  await Promise.all(
    strikers.map(async striker => {
      await striker.revive();
      await striker.stop();
    }),
  );

  const evidence = await site.evidence(launcher.launches);
  return {
    seed: options.seed,
    durationMs: Date.now() - started,
    ...record,
    counts: { ...countsOf(evidence), refused: site.refusals },
    verdicts: [
      ...checkAll(evidence),
      { check: 'no backend has ended by itself', problems: site.ownEnds },
    ],
  };
}

function easier(strike: Strike): Strike {
  return 'occurrence' in strike ? { ...strike, occurrence: 1 } : strike;
}

function describe(strike: Strike): string {
  return 'point' in strike ? `${strike.type} (${strike.point})` : strike.type;
}

/** Lets everything through again, and sets the clocks right. */
async function calm(site: Site, strikers: Striker[]): Promise<void> {
  for (const { proxy } of site.slots) proxy?.open();
  await Promise.all(strikers.map(striker => striker.setClockRight()));
}

function countBy<T>(
  items: readonly T[],
  nameOf: (item: T) => unknown,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) {
    const name = String(nameOf(item));
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function countsOf({ launches, events, ledger, tables }: Evidence) {
  const byStatus = (rows: EvidenceRow[]) => countBy(rows, row => row.status);
  return {
    runs: byStatus(tables.runs),
    children: tables.runs.filter(run => run.parent_run_id !== null).length,
    reopened: countBy(
      tables.runs.filter(run => Number(run.generation) > 0),
      run => run.generation,
    ),
    facts: countBy(events, ({ fact }) => fact.type),
    actions: countBy(
      tables.actions,
      ({ action, status }) => `${action} ${status}`,
    ),
    events: events.length,
    attempts: byStatus(tables.attempts),
    parked: events.filter(
      ({ fact }) =>
        fact.type === 'run.paused' && fact.blockedReason === 'poison',
    ).length,
    scenarios: countBy(launches, ({ workflow }) => workflow),
    ledgerCalls: ledger.length,
  };
}
