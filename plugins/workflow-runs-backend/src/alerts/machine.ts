import {
  AlertEnd,
  AlertRuleContent,
  AlertStatus,
} from 'backstage-plugin-workflow-runs-common';

/** What the runs of a rule come to at some time. */
export interface Reading {
  /** `unknown`: what runs have come to has not been counted up to then; that says nothing at all. */
  verdict: 'well' | 'breached' | 'too_few' | 'unknown';
  value: number | null;
  runs: number;
  capped: boolean;
}

/** What the machine knows of a rule; times are epoch milliseconds. */
export interface AlertStanding {
  status: AlertStatus;
  since: number;
  /** While it fires: since when it has not been breached. */
  clearSince: number | null;
  /** The episode that goes on, whether it fires or somebody has put an end to it. */
  episode: {
    id: string;
    worst: number;
    /** When recipients were told last. */
    toldAt: number | null;
  } | null;
  snoozedUntil: number | null;
  snoozedBy: string | null;
}

/** What follows from a reading. */
export type AlertEffect =
  | { type: 'open'; id: string; value: number; runs: number }
  | { type: 'worsen'; id: string; worst: number }
  | { type: 'tell'; id: string; isReminder: boolean }
  | { type: 'close'; id: string; end: AlertEnd; wasTold: boolean };

/** The times of a rule. */
export type AlertPace = Pick<
  AlertRuleContent,
  'forMs' | 'keepFiringMs' | 'remindMs'
>;

/** A rule of which nothing has been read yet. */
export function newStanding(at: number): AlertStanding {
  return {
    status: 'no_data',
    since: at,
    clearSince: null,
    episode: null,
    snoozedUntil: null,
    snoozedBy: null,
  };
}

/**
 * Decides what follows from a reading: ok, pending, firing, and back. Pure, and in this order: where the rule
 * stands, then who is told of it. What a snooze keeps back is told when it is over, if it still fires.
 *
 * @param newEpisode - the id of an episode that begins now
 */
export function advanceAlert(
  before: AlertStanding,
  reading: Reading,
  pace: AlertPace,
  { at, newEpisode }: { at: number; newEpisode: string },
): { standing: AlertStanding; effects: AlertEffect[] } {
  const awake =
    before.snoozedUntil !== null && before.snoozedUntil <= at
      ? { ...before, snoozedUntil: null, snoozedBy: null }
      : before;
  const effects: AlertEffect[] = [];
  const moved = move(awake, reading, pace, { at, newEpisode }, effects);
  return { standing: tell(moved, pace, at, effects), effects };
}

function move(
  standing: AlertStanding,
  { verdict, value, runs }: Reading,
  { forMs, keepFiringMs }: AlertPace,
  { at, newEpisode }: { at: number; newEpisode: string },
  effects: AlertEffect[],
): AlertStanding {
  const { status, since, episode } = standing;
  const enter = (next: AlertStatus): AlertStanding =>
    next === status
      ? standing
      : { ...standing, status: next, since: at, clearSince: null };

  if (verdict === 'unknown') return standing;
  if (verdict === 'breached') {
    if (status === 'resolved') return standing;
    if (status === 'firing') {
      const worst = Math.max(episode!.worst, value!);
      if (worst === episode!.worst) return { ...standing, clearSince: null };
      effects.push({ type: 'worsen', id: episode!.id, worst });
      return { ...standing, clearSince: null, episode: { ...episode!, worst } };
    }
    const breachedSince = status === 'pending' ? since : at;
    if (at - breachedSince < forMs) return enter('pending');
    effects.push({ type: 'open', id: newEpisode, value: value!, runs });
    return {
      ...enter('firing'),
      episode: { id: newEpisode, worst: value!, toldAt: null },
    };
  }
  const rest = verdict === 'well' ? 'ok' : 'no_data';
  if (status === 'firing') {
    const clearSince = standing.clearSince ?? at;
    if (at - clearSince < keepFiringMs) return { ...standing, clearSince };
    effects.push({
      type: 'close',
      id: episode!.id,
      end: verdict === 'well' ? 'recovered' : 'no_data',
      wasTold: episode!.toldAt !== null,
    });
    return { ...enter(rest), episode: null };
  }
  // That there are too few runs does not say that it was well.
  if (status === 'resolved' && verdict === 'too_few') return standing;
  return enter(rest);
}

function tell(
  standing: AlertStanding,
  { remindMs }: AlertPace,
  at: number,
  effects: AlertEffect[],
): AlertStanding {
  const { status, episode, snoozedUntil } = standing;
  if (status !== 'firing' || snoozedUntil !== null) return standing;
  const { id, toldAt } = episode!;
  const isDue =
    toldAt === null || (remindMs !== null && at - toldAt >= remindMs);
  if (!isDue) return standing;
  effects.push({ type: 'tell', id, isReminder: toldAt !== null });
  return { ...standing, episode: { ...episode!, toldAt: at } };
}

/** Somebody says that what fires is dealt with. Where nothing does, nothing changes. */
export function resolveAlert(
  before: AlertStanding,
  at: number,
): { standing: AlertStanding; effects: AlertEffect[] } {
  if (before.status !== 'firing') return { standing: before, effects: [] };
  const { id, toldAt } = before.episode!;
  return {
    standing: {
      ...before,
      status: 'resolved',
      since: at,
      clearSince: null,
      episode: null,
    },
    effects: [{ type: 'close', id, end: 'by_hand', wasTold: toldAt !== null }],
  };
}

/** The rule says something else now: what it has come to before is over. */
export function restartAlert(
  before: AlertStanding,
  at: number,
): { standing: AlertStanding; effects: AlertEffect[] } {
  const { snoozedUntil, snoozedBy, episode } = before;
  return {
    standing: { ...newStanding(at), snoozedUntil, snoozedBy },
    effects: episode
      ? [
          {
            type: 'close',
            id: episode.id,
            end: 'rule_changed',
            wasTold: episode.toldAt !== null,
          },
        ]
      : [],
  };
}
