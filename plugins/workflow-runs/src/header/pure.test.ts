import { aRun, at } from 'backstage-plugin-workflow-runs-react/testing';
import { ownerRefOf } from './ownerRef';
import { slaClock } from './slaClock';

const now = Date.parse(at(100));
const sla = (
  status: 'on_track' | 'at_risk' | 'breached' | 'met',
  due: number,
) => ({ status, targetMs: 60_000, dueAt: at(due) } as const);

describe('slaClock', () => {
  it.each([
    ['counts down', sla('on_track', 160), null, 'on_track', 'running', 60_000],
    ['warns', sla('at_risk', 101), null, 'at_risk', 'waiting', 1_000],
    ['is late', sla('breached', 90), null, 'breached', 'failed', -10_000],
    [
      'is late before anybody says so',
      sla('on_track', 90),
      null,
      'breached',
      'failed',
      -10_000,
    ],
    ['has been met', sla('met', 90), at(70), 'met', 'completed', 20_000],
    ['was late', sla('breached', 60), at(70), 'breached', 'failed', -10_000],
  ] as const)('%s', (_, target, completedAt, status, tone, leftMs) => {
    expect(slaClock(aRun({ sla: target, completedAt }), now)).toEqual({
      status,
      tone,
      leftMs,
    });
  });

  it('stands still where nothing is due', () => {
    const run = aRun({ sla: { ...sla('on_track', 0), dueAt: null } });
    expect(slaClock(run, now)).toMatchObject({
      leftMs: null,
      status: 'on_track',
    });
    expect(slaClock(aRun(), now)).toBeUndefined();
  });
});

describe('ownerRefOf', () => {
  it.each([
    ['group:default/team-growth', 'group:default/team-growth'],
    [' User:Sales/Ada ', 'user:sales/ada'],
    ['group:team-growth', 'group:default/team-growth'],
    ['team-growth', undefined],
    ['component:default/x', undefined],
    ['user:default/a b', undefined],
    ['user:a/b/c', undefined],
    ['', undefined],
  ])('%j', (text, expected) => {
    expect(ownerRefOf(text)).toBe(expected);
  });
});
