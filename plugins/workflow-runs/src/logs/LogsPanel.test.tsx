import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aLogLine,
  aRun,
  aSnapshot,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { giveElementsSize, renderScreen } from '../__testUtils__/render';
import { LogsPanel } from './LogsPanel';

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize(1_200, 320);
});
afterEach(() => {
  restore();
});

async function show(count = 3) {
  const api = new FakeWorkflowRuns();
  const snapshot = aSnapshot();
  const run = api.add(snapshot);
  run.logs = Array.from({ length: count }, (_, index) =>
    aLogLine({
      sequence: index + 1,
      level: index === 1 ? 'warn' : 'info',
      stepKey: index === 2 ? 'send_mail' : 'load_account',
      message: `line ${index + 1}`,
      fields: index === 0 ? { n: 1 } : null,
    }),
  );
  renderScreen(<LogsPanel snapshot={snapshot} />, api);
  const log = await screen.findByRole('log');
  return { api, log, user: userEvent.setup() };
}

describe('LogsPanel', () => {
  it('filters by level, step and words', async () => {
    const { log, user } = await show();
    expect(log).toHaveTextContent('line 1 {"n":1}');
    await user.selectOptions(screen.getByLabelText('Levels'), 'warn');
    expect(log).toHaveTextContent('line 2');
    expect(log).not.toHaveTextContent('line 1');
    expect(screen.getByText('1 of 3 lines')).toBeInTheDocument();

    await user.selectOptions(screen.getByLabelText('Levels'), 'debug');
    await user.selectOptions(screen.getByLabelText('Steps'), 'send_mail');
    expect(screen.getByRole('log')).toHaveTextContent('line 3');

    await user.type(screen.getByLabelText('Search logs'), 'nothing');
    expect(screen.getByText('No line matches the filters')).toBeInTheDocument();
  });

  it('shows it as the reader likes', async () => {
    const { log, user } = await show();
    expect(log).toHaveTextContent(/\d\d:\d\d:05\.000/);
    await user.click(screen.getByRole('checkbox', { name: 'Timestamps' }));
    expect(log).not.toHaveTextContent(/05\.000/);
    await user.click(screen.getByRole('checkbox', { name: 'Wrap' }));
    expect(screen.getByRole('checkbox', { name: 'Wrap' })).toBeChecked();
  });

  it('can be copied and saved', async () => {
    const { user } = await show();
    const copied = jest.spyOn(navigator.clipboard, 'writeText');
    await user.click(screen.getByRole('button', { name: 'Copy log' }));
    expect(copied).toHaveBeenCalledWith(expect.stringContaining('line 3'));

    const createObjectURL = jest.fn((_: Blob) => 'blob:x');
    Object.assign(URL, { createObjectURL, revokeObjectURL: jest.fn() });
    const names: string[] = [];
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function record(this: HTMLAnchorElement) {
        names.push(this.download);
      });
    await user.click(screen.getByRole('button', { name: 'Download' }));
    expect(names).toEqual([`${aRun().id}.log`]);
    click.mockRestore();
  });

  it('stops following when the reader scrolls up, and goes on when told to', async () => {
    const { log, user } = await show(500);
    const follow = screen.getByRole('checkbox', { name: 'Follow' });
    expect(follow).toBeChecked();
    Object.defineProperty(log, 'scrollHeight', { value: 10_000 });
    const scrollTo = (top: number) =>
      act(() => {
        fireEvent.scroll(log, { target: { scrollTop: top } });
      });
    scrollTo(9_680);
    expect(follow).toBeChecked();
    scrollTo(4_000);
    await waitFor(() => expect(follow).not.toBeChecked());
    await user.click(
      screen.getByRole('button', { name: 'Jump to the latest line' }),
    );
    expect(follow).toBeChecked();
    expect(log.scrollTop).toBe(10_000);
  });
});
