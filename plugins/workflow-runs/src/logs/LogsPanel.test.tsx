import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { sizes } from 'backstage-plugin-workflow-runs-react';
import {
  aLogLine,
  aRun,
  aSnapshot,
  at,
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

const onLine = jest.fn();

async function show(count = 3, line?: number) {
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
  renderScreen(
    <LogsPanel snapshot={snapshot} line={line} onLine={onLine} />,
    api,
  );
  const log = await screen.findByRole('log');
  return { api, log, user: userEvent.setup() };
}

describe('LogsPanel', () => {
  it('filters by level and step', async () => {
    const { log, user } = await show();
    expect(log).toHaveTextContent('line 1 {"n":1}');
    await user.selectOptions(screen.getByLabelText('Levels'), 'warn');
    expect(log).toHaveTextContent('line 2');
    expect(log).not.toHaveTextContent('line 1');
    expect(screen.getByText('1 of 3 lines')).toBeInTheDocument();

    await user.selectOptions(screen.getByLabelText('Levels'), 'debug');
    await user.selectOptions(screen.getByLabelText('Steps'), 'send_mail');
    expect(screen.getByRole('log')).toHaveTextContent('line 3');

    await user.selectOptions(screen.getByLabelText('Levels'), 'error');
    expect(screen.getByText('No line matches the filters')).toBeInTheDocument();
  });

  it('shows it as the reader likes', async () => {
    const { log, user } = await show();
    expect(log).toHaveTextContent(/\d\d:\d\d:05\.000/);
    await user.selectOptions(screen.getByLabelText('Timestamps'), 'off');
    expect(log).not.toHaveTextContent(/05\.000/);
    await user.click(screen.getByRole('checkbox', { name: 'Wrap' }));
    expect(screen.getByRole('checkbox', { name: 'Wrap' })).toBeChecked();
  });

  it('leaves room for a message of several lines, which hides none behind it', async () => {
    const api = new FakeWorkflowRuns();
    const snapshot = aSnapshot();
    api.add(snapshot).logs = ['Error: no\n at a\n at b', 'after'].map(
      (message, index) => aLogLine({ sequence: index + 1, message }),
    );
    renderScreen(
      <LogsPanel snapshot={snapshot} line={undefined} onLine={onLine} />,
      api,
    );
    const after = (await screen.findByText('after')).closest('[style]');
    expect(after).toHaveStyle({
      transform: `translateY(${3 * sizes.logRow}px)`,
    });
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
    expect(names).toEqual([`${aRun().id}.jsonl`]);
    const [saved] = createObjectURL.mock.calls[0];
    const text = await saved.text();
    expect(text.split('\n')[0]).toBe(
      JSON.stringify({
        run_id: aRun().id,
        step_id: 'load_account',
        state: 'completed',
        msg: 'line 1 {"n":1}',
        level: 'info',
        ts: at(0),
      }),
    );
    expect(text.trimEnd().split('\n')).toHaveLength(3);
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
    await user.click(screen.getByRole('button', { name: 'Jump to latest' }));
    expect(follow).toBeChecked();
    expect(log.scrollTop).toBe(10_000);
  });

  it('finds lines, and goes from one to the next by keyboard', async () => {
    const { log, user } = await show(30);
    const field = screen.getByLabelText('Search logs');
    await user.type(field, 'LINE 1');
    // 1, and 10 to 19.
    expect(await screen.findByText('1 of 11')).toBeInTheDocument();
    const current = () => log.querySelector('[aria-current]')?.textContent;
    expect(current()).toMatch(/line 1 \{/);
    expect(
      screen.getAllByText('line 1', { selector: 'mark' }),
    ).not.toHaveLength(0);
    await user.type(field, '{Enter}');
    expect(screen.getByText('2 of 11')).toBeInTheDocument();
    expect(current()).toMatch(/line 10$/);
    await user.type(field, '{Shift>}{Enter}{/Shift}');
    expect(screen.getByText('1 of 11')).toBeInTheDocument();
    act(() => log.focus());
    await user.keyboard('N');
    expect(screen.getByText('11 of 11')).toBeInTheDocument();
    await user.keyboard('n');
    expect(screen.getByText('1 of 11')).toBeInTheDocument();
    expect(screen.getByLabelText('Follow')).not.toBeChecked();

    await user.clear(field);
    await user.type(field, 'nowhere');
    expect(await screen.findByText('No match')).toBeInTheDocument();
  });

  it('leads to the line of a link, and makes links', async () => {
    const { log, user } = await show(3, 2);
    expect(log.querySelector('[aria-current]')).toHaveTextContent('line 2');
    expect(screen.getByLabelText('Follow')).not.toBeChecked();
    await user.click(
      screen.getByRole('button', { name: 'Line 3: link to it' }),
    );
    expect(onLine).toHaveBeenCalledWith(3);
  });

  it('says where the line of a link is not to be seen', async () => {
    const { user } = await show(3, 1);
    await user.selectOptions(screen.getByLabelText('Levels'), 'warn');
    expect(
      screen.getByText('Line 1 does not pass the filters.'),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Show all lines' }));
    expect(screen.queryByText(/does not pass/)).not.toBeInTheDocument();
  });

  it('says that the line of a link is not there yet', async () => {
    await show(3, 99);
    expect(
      screen.getByText('Line 99 is not in this log yet.'),
    ).toBeInTheDocument();
  });

  it('copies all lines of a selection', async () => {
    const { log } = await show(5);
    const rows = [...log.querySelectorAll('[data-index]')];
    act(() => {
      document
        .getSelection()!
        .setBaseAndExtent(rows[3].lastChild!, 0, rows[1].lastChild!, 0);
    });
    const setData = jest.fn();
    fireEvent.copy(log, { clipboardData: { setData } });
    const [, text] = setData.mock.calls[0];
    expect(text.split('\n').map((line: string) => line.slice(-6))).toEqual([
      'line 2',
      'line 3',
      'line 4',
    ]);
  });

  it('draws what is seen of a hundred thousand lines', async () => {
    const { log } = await show(100_000, 77_777);
    await waitFor(() =>
      expect(log.querySelectorAll('[data-index]').length).toBeGreaterThan(0),
    );
    expect(log.querySelectorAll('[data-index]').length).toBeLessThan(200);
  });

  it('says why there are no lines', async () => {
    const api = new FakeWorkflowRuns();
    const snapshot = aSnapshot({
      run: aRun({ status: 'queued', startedAt: null }),
    });
    api.add(snapshot);
    renderScreen(<LogsPanel snapshot={snapshot} />, api);
    expect(
      await screen.findByText(/The run has not begun/),
    ).toBeInTheDocument();
  });
});
