import { RunFactType } from 'backstage-plugin-workflow-runs-common';

/** Moments in the life of a backend at which a fault can strike, and what they mean. */
export const PLACES = {
  'start.migrating': 'the migrations are looked at, their lock is asked for',
  'worker.registering': 'the worker is about to enter itself',
  'claim.asking': 'runs are about to be claimed',
  'claim.sent': 'the claim is sent, its answer is not there',
  'claim.answered': 'runs are claimed, nobody in the process holds them yet',
  'run.reading': 'a claimed run is being read',
  'batch.waiting': 'a batch is ready, its transaction has not begun',
  'batch.begun': 'the transaction has begun',
  'batch.locked': 'the rows of its runs are locked',
  'batch.applied': 'a part of its changes is written',
  'batch.numbered': 'its positions are taken, its events are not written',
  'batch.written': 'everything is written, COMMIT is not sent',
  'commit.sent': 'COMMIT is sent, its answer is not there',
  'commit.answered': 'the batch is committed, nobody has heard of it',
  'timer.due': 'a retry that has waited is decided, not committed',
  'handler.entered': 'a handler has begun, nothing is done outside',
  'handler.asking': 'what is done outside is asked for, not answered',
  'handler.answered': 'it is done outside, its result is not recorded',
  'lines.writing': 'lines that handlers have logged are being written',
  'heartbeat.asking': 'the lease is about to be renewed',
  'heartbeat.answered': 'the lease is renewed, the worker does not know',
  'reap.removed': 'a dead worker is off the list, its runs are not free',
  'release.begun': 'the backend is asked to stop, and has done nothing yet',
  'release.deciding': 'a stopping backend decides what it lets go',
  'release.committed': 'what it lets go is committed',
  'release.removing': 'a stopping worker is about to leave the list',
  'release.removed': 'it is off the list, the process still lives',
} as const;
export type Place = keyof typeof PLACES;

/**
 * A place, or the moment before and after the commit of a transition that says a certain fact.
 * Whoever adds a fact gets its points with it.
 */
export type Point = Place | `${'decided' | 'committed'} ${RunFactType}`;

/** Facts that the scenarios lead to sooner or later. */
const COMMON_FACTS: RunFactType[] = [
  'run.queued',
  'run.started',
  'run.changed',
  'run.paused',
  'run.resumed',
  'run.waiting_human',
  'run.reopened',
  'run.needs_intervention',
  'run.canceling',
  'run.completed',
  'run.failed',
  'run.canceled',
  'step.started',
  'step.retrying',
  'step.completed',
  'step.failed',
  'step.skipped',
  'step.canceled',
  'step.waiting_human',
  'decision.made',
  'compensation.started',
  'step.compensated',
  'compensation.failed',
  'action.requested',
  'action.completed',
  'artifact.added',
];

/** What a point means, for reports. */
export function meaningOf(point: string): string {
  if (Object.hasOwn(PLACES, point)) return PLACES[point as Place];
  const [when, fact] = point.split(' ');
  return when === 'decided'
    ? `\`${fact}\` is decided, not committed`
    : `\`${fact}\` is committed, what follows from it is not done`;
}

/** Every point that a campaign can strike at. */
export function pointsOf(isSqlite: boolean): Point[] {
  const places = Object.keys(PLACES) as Place[];
  return [
    // SQLite answers a claim before anything else can happen in the process.
    ...places.filter(place => !isSqlite || place !== 'claim.sent'),
    ...COMMON_FACTS.flatMap((fact): Point[] => [
      `decided ${fact}`,
      `committed ${fact}`,
    ]),
  ];
}
