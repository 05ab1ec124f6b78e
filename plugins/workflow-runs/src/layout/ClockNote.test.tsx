import { act, screen } from '@testing-library/react';
import { FakeWorkflowRuns } from 'backstage-plugin-workflow-runs-react/testing';
import { withServerTime } from 'backstage-plugin-workflow-runs-react';
import { renderScreen } from '../__testUtils__/render';
import { ClockNote } from './ClockNote';

const HOUR_MS = 3_600_000;
const answer = (at: number) =>
  act(async () => {
    await withServerTime({
      fetch: async () =>
        new Response('{}', { headers: { date: new Date(at).toUTCString() } }),
    }).fetch('/');
  });

afterEach(() => answer(Date.now()));

describe('ClockNote', () => {
  it.each([
    [
      -3 * HOUR_MS,
      /^The clock of this device is (2 h 59|3 h 00) m ahead\. Ages/,
    ],
    [
      3 * HOUR_MS,
      /^The clock of this device is (2 h 59|3 h 00) m behind\. Ages/,
    ],
  ])('tells of a clock that is wrong by %d ms', async (by, words) => {
    renderScreen(<ClockNote />, new FakeWorkflowRuns());
    await answer(Date.now() + by);
    expect(await screen.findByRole('note')).toHaveTextContent(words);
  });

  it('is silent while the clocks agree', async () => {
    renderScreen(
      <>
        <span>page</span>
        <ClockNote />
      </>,
      new FakeWorkflowRuns(),
    );
    await answer(Date.now() + 2_000);
    await screen.findByText('page');
    expect(screen.queryByRole('note')).not.toBeInTheDocument();
  });
});
