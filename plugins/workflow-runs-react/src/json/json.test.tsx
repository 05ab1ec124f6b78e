import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { renderWithRuns } from '../__testUtils__/render';
import { findInJson, jsonLines } from './jsonLines';
import { JsonView } from './JsonView';
import { hasRedactions, splitRedacted } from './redacted';

describe('splitRedacted', () => {
  it.each([
    ['', []],
    ['plain', [{ text: 'plain' }]],
    ['[redacted:e-mail]', [{ redacted: 'e-mail' }]],
    [
      'to=[redacted:e-mail] from=[redacted:phone]!',
      [
        { text: 'to=' },
        { redacted: 'e-mail' },
        { text: ' from=' },
        { redacted: 'phone' },
        { text: '!' },
      ],
    ],
    ['[redacted:]', [{ text: '[redacted:]' }]],
  ])('splits %j', (text, parts) => {
    expect(splitRedacted(text)).toEqual(parts);
  });
});

describe('hasRedactions', () => {
  it.each([
    [null, false],
    [5, false],
    ['x', false],
    ['x[redacted:password]', true],
    [{ a: [1, { b: '[redacted:password]' }] }, true],
    [{ a: [1, { b: 'fine' }] }, false],
  ])('of %j is %s', (value, expected) => {
    expect(hasRedactions(value)).toBe(expected);
  });
});

describe('findInJson', () => {
  it('finds keys and values, and no brackets', () => {
    const lines = jsonLines({ Plan: 'trial', seats: [5, null] });
    expect(findInJson(lines, 'PLAN')).toEqual([1]);
    expect(findInJson(lines, 'null')).toEqual([4]);
    expect(findInJson(lines, '[')).toEqual([]);
    expect(findInJson(lines, ' ')).toEqual([]);
  });
});

describe('jsonLines', () => {
  it('breaks lines as JSON.stringify does', () => {
    const value = { a: 1, b: [true, null, 'x'], c: {}, d: [], e: { f: 'g' } };
    const printed = jsonLines(value)
      .map(
        line =>
          '  '.repeat(line.depth) +
          (line.key === undefined ? '' : `${JSON.stringify(line.key)}: `) +
          (line.bracket ?? JSON.stringify(line.value)) +
          (line.comma ? ',' : ''),
      )
      .join('\n');
    expect(printed).toBe(JSON.stringify(value, null, 2));
  });
});

describe('JsonView', () => {
  it('shows what was removed as a chip that names its kind', async () => {
    renderWithRuns(
      <JsonView
        label="Input"
        value={{ plan: 'trial', admin: '[redacted:e-mail]' }}
      />,
    );
    const view = await screen.findByRole('region', { name: 'Input' });
    expect(view).toHaveTextContent('"plan": "trial", "admin": •••• e-mail');
    expect(
      screen.getByTitle('Removed before it was stored: e-mail'),
    ).toBeInTheDocument();
  });

  it('shows the rest of a long value on demand', async () => {
    const user = userEvent.setup();
    renderWithRuns(
      <JsonView
        label="Output"
        value={Array.from({ length: 300 }, (_, i) => `item ${i}`)}
      />,
    );
    await user.click(
      await screen.findByRole('button', { name: 'Show 102 more lines' }),
    );
    expect(screen.getByText('"item 299"')).toBeInTheDocument();
  });

  it('copies the value', async () => {
    const user = userEvent.setup();
    const copied = jest.spyOn(navigator.clipboard, 'writeText');
    renderWithRuns(<JsonView label="Output" value={{ a: 1 }} />);
    await user.click(
      await screen.findByRole('button', { name: 'Copy Output' }),
    );
    expect(copied).toHaveBeenCalledWith('{\n  "a": 1\n}');
  });
});

describe('a large value', () => {
  const rows = Array.from({ length: 20_000 }, (_, id) => ({ id, name: 'x' }));

  it('is broken into no more lines than are asked for', () => {
    expect(jsonLines(rows, 10)).toHaveLength(10);
    expect(jsonLines(rows, 10)).toEqual(jsonLines(rows).slice(0, 10));
  });

  it('may be deeper than calls can be', () => {
    let deep: Json = 'bottom [redacted:e-mail]';
    for (let level = 0; level < 50_000; level++) deep = [deep];
    expect(jsonLines(deep)).toHaveLength(100_001);
    expect(hasRedactions(deep)).toBe(true);
  });

  it('is shown as far as a page can, and says so', async () => {
    renderWithRuns(<JsonView label="Output" value={rows} />);
    const view = await screen.findByRole('region', { name: 'Output' });
    expect(view.children).toHaveLength(200);
    fireEvent.click(
      screen.getByRole('button', { name: 'Show 4800 more lines' }),
    );
    expect(view.children).toHaveLength(5_000);
    expect(screen.getByText(/This is how it begins/)).toBeInTheDocument();
  });

  it('may be a single text', async () => {
    renderWithRuns(
      <JsonView label="Output" value={{ endless: 'y'.repeat(1_000_000) }} />,
    );
    const view = await screen.findByRole('region', { name: 'Output' });
    expect(view.textContent!.length).toBeLessThan(11_000);
    expect(screen.getByText('(990,000 more characters)')).toBeInTheDocument();
  });
});
