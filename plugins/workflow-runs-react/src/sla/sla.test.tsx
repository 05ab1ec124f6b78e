import { screen } from '@testing-library/react';
import { slaWords } from 'backstage-plugin-workflow-runs-common';
import { renderWithRuns } from '../__testUtils__/render';
import { aRun, at, START } from '../testing';
import { SlaChip } from './SlaChip';

const sla = (status: 'on_track' | 'at_risk' | 'breached' | 'met') => ({
  status,
  targetMs: 100_000,
  dueAt: at(100),
});

describe('slaWords', () => {
  it.each([
    ['on track', aRun({ sla: sla('on_track') }), 50, undefined],
    ['at risk', aRun({ sla: sla('at_risk') }), 92, '92 %'],
    [
      'at risk, and not known to be late',
      aRun({ sla: sla('at_risk') }),
      130,
      '100 %',
    ],
    [
      'at risk because it takes longer than it may',
      aRun({ sla: { ...sla('at_risk'), likelyAt: at(140) } }),
      20,
      undefined,
    ],
    [
      'the same, when most of the time is over',
      aRun({ sla: { ...sla('at_risk'), likelyAt: at(140) } }),
      95,
      '95 %',
    ],
    ['late', aRun({ sla: sla('breached') }), 130, '+30 s'],
    [
      'late and over since',
      aRun({ sla: sla('breached'), completedAt: at(145) }),
      9_999,
      '+45 s',
    ],
    ['very late', aRun({ sla: sla('breached') }), 100 + 7_510, '+2 h'],
    [
      'in time',
      aRun({ sla: sla('met'), completedAt: at(90) }),
      9_999,
      undefined,
    ],
    ['without a target', aRun(), 50, undefined],
  ])('of a run that is %s', (_, run, second, words) => {
    expect(slaWords(run, START + second * 1_000)).toBe(words);
  });
});

it('says how a run stands to its target in words', () => {
  renderWithRuns(
    <>
      <SlaChip run={aRun({ sla: sla('breached'), completedAt: at(145) })} />
      <SlaChip run={aRun({ sla: sla('met'), completedAt: at(90) })} />
    </>,
  );
  expect(screen.getByText('Breached +45 s')).toBeInTheDocument();
  expect(screen.getByText('Met')).toBeInTheDocument();
});

it.each([
  [
    'that it will likely be late',
    20,
    /^Target 1.m 40.s, likely to finish .*14:33:25.*, breach at .*14:32:45/,
  ],
  [
    'only when it is due, once that has proved wrong',
    150,
    /^Target 1.m 40.s, due .*14:32:45/,
  ],
])('says under the pointer %s', async (_, second, title) => {
  jest.useFakeTimers({ now: START + second * 1_000, advanceTimers: true });
  renderWithRuns(
    <SlaChip run={aRun({ sla: { ...sla('at_risk'), likelyAt: at(140) } })} />,
  );
  expect(screen.getByTitle(title)).toBeInTheDocument();
  jest.useRealTimers();
});
