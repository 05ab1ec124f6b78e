import { render, screen } from '@testing-library/react';
import { renderWithRuns } from '../__testUtils__/render';
import { Announcer } from './Announcer';
import { LiveIndicator } from './LiveIndicator';

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
