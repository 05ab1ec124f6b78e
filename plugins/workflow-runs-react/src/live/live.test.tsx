import { render, screen } from '@testing-library/react';
import { renderWithRuns } from '../__testUtils__/render';
import { Announcer } from './Announcer';
import { backoffDelay } from './backoff';
import { LiveIndicator } from './LiveIndicator';

describe('backoffDelay', () => {
  it.each([
    [1, 250, 500],
    [2, 500, 1_000],
    [3, 1_000, 2_000],
    [6, 7_500, 15_000],
    [60, 7_500, 15_000],
  ])('after %d failures waits %d to %d ms', (failures, least, most) => {
    expect(backoffDelay(failures, 0)).toBe(least);
    expect(backoffDelay(failures, 1)).toBe(most);
  });
});

describe('LiveIndicator', () => {
  it.each([
    ['live', null, 'Live'],
    ['connecting', null, 'Connecting'],
    ['disconnected', null, 'Disconnected'],
    ['reconnecting', null, 'Reconnecting'],
    ['paused', 1, 'Paused'],
  ] as const)('says of %s: %s', async (status, heardAt, words) => {
    renderWithRuns(<LiveIndicator connection={{ status, heardAt }} />);
    expect(await screen.findByText(words)).toBeInTheDocument();
  });

  it.each(['delayed', 'polling', 'reconnecting'] as const)(
    'says how late what it shows is while %s',
    async status => {
      renderWithRuns(
        <LiveIndicator connection={{ status, heardAt: Date.now() - 12_400 }} />,
      );
      expect(await screen.findByText(/^Delayed 1[23] s$/)).toBeInTheDocument();
    },
  );

  it('is silent once there is nothing to wait for', async () => {
    renderWithRuns(
      <>
        <span>page</span>
        <LiveIndicator connection={{ status: 'ended', heardAt: 1 }} />
      </>,
    );
    await screen.findByText('page');
    expect(document.querySelector('[data-connection]')).toBeNull();
  });
});

describe('Announcer', () => {
  it('tells of changes, not of what stood there at first', () => {
    const { rerender } = render(<Announcer message="running" />);
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
    rerender(<Announcer message="failed" />);
    expect(screen.getByRole('status')).toHaveTextContent('failed');
  });
});
