import { act, screen } from '@testing-library/react';
import { Connection } from 'backstage-plugin-workflow-runs-common';
import { renderWithRuns } from '../__testUtils__/render';
import { apiError } from '../testing';
import { ConnectionAnnouncer } from './ConnectionAnnouncer';
import { ConnectionNote } from './ConnectionNote';

const at = (status: Connection['status'], error?: unknown): Connection => ({
  status,
  heardAt: Date.now() - 12_400,
  error,
});

describe('ConnectionNote', () => {
  const note = (connection: Connection) => (
    <>
      <span>page</span>
      <ConnectionNote connection={connection} onRetry={() => {}} />
    </>
  );

  it('says how old what is shown is, and why, while nothing is heard', async () => {
    renderWithRuns(note(at('disconnected', apiError(503))));
    expect(
      await screen.findByText(
        /^Shown as of 1[23] s ago\. The backend has failed\.$/,
      ),
    ).toBeInTheDocument();
  });

  it('says why it reads again and again', async () => {
    renderWithRuns(note(at('polling', new TypeError('Failed to fetch'))));
    expect(
      await screen.findByText(
        /Read anew every few seconds: .* The backend cannot be reached\./,
      ),
    ).toBeInTheDocument();
  });

  it.each(['live', 'connecting', 'reconnecting', 'ended'] as const)(
    'is silent while %s',
    async status => {
      renderWithRuns(note(at(status)));
      await screen.findByText('page');
      expect(screen.queryByText(/Shown as of/)).not.toBeInTheDocument();
    },
  );
});

describe('ConnectionAnnouncer', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function setUp() {
    const said: string[] = [];
    const { rerender } = renderWithRuns(
      <ConnectionAnnouncer connection={at('live')} />,
    );
    const observer = new MutationObserver(() => {
      const text = document.querySelector('[role=status]')?.textContent;
      if (text && said.at(-1) !== text) said.push(text);
    });
    observer.observe(document.body, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    const become = async (status: Connection['status'], ms: number) => {
      rerender(<ConnectionAnnouncer connection={at(status)} />);
      await act(() => jest.advanceTimersByTimeAsync(ms));
    };
    return { said, become };
  }

  it('tells once that the connection is lost, and once that it is back', async () => {
    const { said, become } = setUp();
    await become('reconnecting', 1_000);
    expect(said).toEqual([]);
    await become('polling', 5_000);
    await become('disconnected', 5_000);
    await become('reconnecting', 5_000);
    expect(said).toEqual(['The live connection is lost. Connecting again.']);
    await become('live', 100);
    expect(said.slice(1)).toEqual(['Live again']);
  });

  it('does not tell of a break that heals at once, nor of the end of a run', async () => {
    const { said, become } = setUp();
    await become('reconnecting', 1_500);
    await become('live', 5_000);
    expect(said).toEqual([]);
    await become('disconnected', 5_000);
    await become('ended', 5_000);
    expect(said).toHaveLength(1);
  });
});
