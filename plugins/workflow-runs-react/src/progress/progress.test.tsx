import { render, screen } from '@testing-library/react';
import {
  progressText,
  segmentsOf,
} from 'backstage-plugin-workflow-runs-common';
import { aStep } from '../testing';
import { ProgressCell } from './ProgressCell';
import { SegmentedProgress } from './SegmentedProgress';

const progress = { completedSteps: 7, totalSteps: 15, percentage: 46 };

describe('progressText', () => {
  it('reads as people say it', () => {
    expect(progressText(progress)).toBe('7/15 · 46 %');
  });

  it('is a dash while nobody knows how many steps there are', () => {
    expect(
      progressText({ completedSteps: 0, totalSteps: 0, percentage: 0 }),
    ).toBe('–');
  });
});

describe('segmentsOf', () => {
  it('puts what is done first, and leaves out what did not happen', () => {
    const steps = [
      aStep({ status: 'pending' }),
      aStep({ status: 'running' }),
      aStep({ status: 'completed' }),
      aStep({ status: 'skipped', skipReason: 'condition' }),
      aStep({ status: 'skipped', skipReason: 'upstream_failed' }),
      aStep({ status: 'failed' }),
    ];
    expect(segmentsOf(steps).map(segment => segment.tone)).toEqual([
      'completed',
      'completed',
      'failed',
      'running',
      'pending',
      'pending',
    ]);
  });

  it('is one piece per kind where there are many steps', () => {
    const steps = Array.from({ length: 100 }, (_, index) =>
      aStep({ status: index < 60 ? 'completed' : 'pending' }),
    );
    expect(segmentsOf(steps)).toEqual([
      { tone: 'completed', steps: 60 },
      { tone: 'pending', steps: 40 },
    ]);
  });
});

describe('the bars', () => {
  it('tell a screen reader how far it is', () => {
    render(
      <>
        <ProgressCell progress={progress} status="running" step="provision" />
        <SegmentedProgress progress={progress} steps={[]} />
      </>,
    );
    const bars = screen.getAllByRole('progressbar', { name: '7/15 · 46 %' });
    expect(bars).toHaveLength(2);
    bars.forEach(bar => expect(bar).toHaveAttribute('aria-valuenow', '46'));
    expect(screen.getByText('provision')).toBeInTheDocument();
  });

  it('have a piece per step', () => {
    render(
      <SegmentedProgress
        progress={progress}
        steps={[aStep({ status: 'completed' }), aStep()]}
      />,
    );
    expect(screen.getByRole('progressbar').children).toHaveLength(2);
  });
});
