import { act, screen } from '@testing-library/react';
import { renderWithRuns } from '../__testUtils__/render';
import { Duration } from './Duration';
import { Timestamp } from './Timestamp';

const start = Date.UTC(2026, 10, 20, 14, 0, 0);
const iso = (seconds: number) =>
  new Date(start + seconds * 1_000).toISOString();

beforeEach(() => {
  jest.useFakeTimers({ now: start + 5_000 });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('Duration', () => {
  it('ticks from its start until there is an end', () => {
    const { rerender } = renderWithRuns(<Duration from={iso(0)} />);
    expect(screen.getByText('5 s')).toBeInTheDocument();

    act(() => {
      jest.advanceTimersByTime(2_000);
    });
    expect(screen.getByText('7 s')).toBeInTheDocument();

    rerender(<Duration from={iso(0)} to={iso(61)} />);
    expect(screen.getByText('1 m 01 s')).toBeInTheDocument();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('prefers what is known to what it can count', () => {
    renderWithRuns(<Duration value={300} from={iso(0)} />);
    expect(screen.getByText('0.3 s')).toBeInTheDocument();
  });

  it('is a dash where nothing has started', () => {
    const { container } = renderWithRuns(<Duration from={null} />);
    expect(container).toHaveTextContent('–');
  });

  it('shares one timer among all, and none is left at the end', () => {
    const { unmount } = renderWithRuns(
      <>
        <Duration from={iso(0)} />
        <Duration from={iso(2)} />
      </>,
    );
    expect(jest.getTimerCount()).toBe(1);
    unmount();
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('Timestamp', () => {
  it('grows older', () => {
    renderWithRuns(<Timestamp value={iso(0)} />);
    expect(screen.getByText('5 s ago')).toHaveAttribute('datetime', iso(0));
    act(() => {
      jest.advanceTimersByTime(60_000);
    });
    expect(screen.getByText('1 min ago')).toBeInTheDocument();
  });

  it('shows the time of day, without a timer', () => {
    const { container } = renderWithRuns(
      <Timestamp value={iso(0)} format="time" />,
    );
    expect(container).toHaveTextContent(/^\d\d:\d\d:\d\d$/);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is a dash where there is none', () => {
    const { container } = renderWithRuns(<Timestamp value={null} />);
    expect(container).toHaveTextContent('–');
  });
});
