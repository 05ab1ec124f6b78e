import {
  advanceAlert,
  AlertEffect,
  AlertPace,
  AlertStanding,
  newStanding,
  Reading,
  resolveAlert,
  restartAlert,
} from './machine';

const MINUTE_MS = 60_000;
const PACE: AlertPace = {
  forMs: 2 * MINUTE_MS,
  keepFiringMs: 3 * MINUTE_MS,
  remindMs: null,
};

/** One letter a minute: Breached, Well, Few, Unknown. */
const READINGS: Record<string, Reading> = {
  B: { verdict: 'breached', value: 50, runs: 20, capped: false },
  C: { verdict: 'breached', value: 70, runs: 20, capped: false },
  W: { verdict: 'well', value: 5, runs: 20, capped: false },
  F: { verdict: 'too_few', value: null, runs: 2, capped: false },
  U: { verdict: 'unknown', value: null, runs: 0, capped: false },
};

function detailOf(effect: AlertEffect): string {
  if (effect.type === 'close') return ` ${effect.end}`;
  return effect.type === 'tell' && effect.isReminder ? ' again' : '';
}

/** Where a rule stands behind each reading, and what followed. */
function play(
  letters: string,
  pace: AlertPace = PACE,
  first: AlertStanding = newStanding(0),
  from = 0,
) {
  let standing = first;
  const statuses: string[] = [];
  const effects: string[] = [];
  [...letters].forEach((letter, minute) => {
    const at = from + minute * MINUTE_MS;
    const next = advanceAlert(standing, READINGS[letter], pace, {
      at,
      newEpisode: `e${minute}`,
    });
    ({ standing } = next);
    statuses.push(standing.status);
    for (const effect of next.effects) {
      const detail = detailOf(effect);
      effects.push(`${minute} ${effect.type} ${effect.id}${detail}`);
    }
  });
  return { statuses: statuses.join(' '), effects, standing };
}

it.each([
  ['W', 'ok', []],
  ['F', 'no_data', []],
  ['U', 'no_data', []],
  ['WB', 'ok pending', []],
  ['WBW', 'ok pending ok', []],
  ['WBF', 'ok pending no_data', []],
  ['BBB', 'pending pending firing', ['2 open e2', '2 tell e2']],
  ['BUB', 'pending pending firing', ['2 open e2', '2 tell e2']],
  ['BBBB', 'pending pending firing firing', ['2 open e2', '2 tell e2']],
  [
    'BBBC',
    'pending pending firing firing',
    ['2 open e2', '2 tell e2', '3 worsen e2'],
  ],
  [
    'BBBWWW',
    'pending pending firing firing firing firing',
    ['2 open e2', '2 tell e2'],
  ],
  [
    'BBBWWWW',
    'pending pending firing firing firing firing ok',
    ['2 open e2', '2 tell e2', '6 close e2 recovered'],
  ],
  [
    'BBBWWBWWW',
    'pending pending firing firing firing firing firing firing firing',
    ['2 open e2', '2 tell e2'],
  ],
  [
    'BBBFFFF',
    'pending pending firing firing firing firing no_data',
    ['2 open e2', '2 tell e2', '6 close e2 no_data'],
  ],
  [
    'BBBUUUUUUU',
    'pending pending firing firing firing firing firing firing firing firing',
    ['2 open e2', '2 tell e2'],
  ],
])('a rule that reads %s goes through %s', (letters, statuses, effects) => {
  const played = play(letters);

  expect(played.statuses).toBe(statuses);
  expect(played.effects).toEqual(effects);
});

it('a rule that need not wait fires, and is over, at once', () => {
  const pace = { forMs: 0, keepFiringMs: 0, remindMs: null };

  expect(play('WBWB', pace).effects).toEqual([
    '1 open e1',
    '1 tell e1',
    '2 close e1 recovered',
    '3 open e3',
    '3 tell e3',
  ]);
});

it('what fires is told again after a while, as long as it fires', () => {
  const pace = { ...PACE, forMs: 0, remindMs: 2 * MINUTE_MS };

  expect(play('BBBBB', pace).effects).toEqual([
    '0 open e0',
    '0 tell e0',
    '2 tell e0 again',
    '4 tell e0 again',
  ]);
});

it('while it is snoozed nobody is told, and afterwards they are if it still fires', () => {
  const snoozed = {
    ...newStanding(0),
    snoozedUntil: 3 * MINUTE_MS,
    snoozedBy: 'user:default/ada',
  };
  const pace = { ...PACE, forMs: 0, keepFiringMs: 0 };

  const still = play('BBBB', pace, snoozed);
  expect(still.effects).toEqual(['0 open e0', '3 tell e0']);
  expect(still.standing).toMatchObject({ snoozedUntil: null, snoozedBy: null });
  // What nobody has heard of is not told to be over either.
  const { standing } = play('B', pace, snoozed);
  const { effects } = advanceAlert(standing, READINGS.W, pace, {
    at: MINUTE_MS,
    newEpisode: 'none',
  });
  expect(effects).toEqual([
    { type: 'close', id: 'e0', end: 'recovered', wasTold: false },
  ]);
});

it('what somebody has resolved fires again only after it was well', () => {
  const pace = { ...PACE, forMs: 0, keepFiringMs: 0 };
  const firing = play('B', pace).standing;
  const resolved = resolveAlert(firing, 1);

  expect(resolved.effects).toEqual([
    { type: 'close', id: 'e0', end: 'by_hand', wasTold: true },
  ]);
  const played = play('BCFBWB', pace, resolved.standing, MINUTE_MS);
  expect(played.statuses).toBe('resolved resolved resolved resolved ok firing');
  expect(played.effects).toEqual(['5 open e5', '5 tell e5']);
});

it('what does not fire cannot be resolved, and stays as it is', () => {
  const { standing } = play('WB');

  expect(resolveAlert(standing, 1)).toEqual({ standing, effects: [] });
});

it('a rule that says something else begins anew, and stays snoozed', () => {
  const { standing } = play('BBB');
  const snoozed = { ...standing, snoozedUntil: 9, snoozedBy: 'x' };

  expect(restartAlert(snoozed, 7)).toEqual({
    standing: { ...newStanding(7), snoozedUntil: 9, snoozedBy: 'x' },
    effects: [{ type: 'close', id: 'e2', end: 'rule_changed', wasTold: true }],
  });
});
