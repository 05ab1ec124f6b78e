import { keyOf } from './Keyboard';
import { apart, cutText, flow, lineWidth, span, wrapText } from './line';
import { difference } from './Screen';

const textOf = (line: ReturnType<typeof apart>) =>
  line.map(({ text }) => text).join('');

describe('difference', () => {
  it('writes the lines that differ, and nothing where none does', () => {
    expect(difference(['a', 'b', 'c'], ['a', 'x', 'c'])).toBe(
      '\x1b[?2026h\x1b[2;1H\x1b[Kx\x1b[?2026l',
    );
    expect(difference(['a', 'b'], ['a', 'b'])).toBe('');
  });

  it('clears lines that are there no more', () => {
    expect(difference(['a', 'b'], ['a'])).toContain('\x1b[2;1H\x1b[K\x1b');
  });
});

describe('cutText', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly', 7, 'exactly'],
    ['too long', 4, 'too…'],
    ['too long', 1, '…'],
    ['too long', 0, ''],
    // Two cells each: half a character cannot be shown.
    ['日本語', 4, '日…'],
    ['日本語', 6, '日本語'],
  ])('cuts %s to %d cells: %s', (text, width, cut) => {
    expect(cutText(text, width)).toBe(cut);
  });
});

it('never cuts what stands at the right', () => {
  const line = apart(
    [span('a long name of something')],
    [span('● Running')],
    20,
  );
  expect(textOf(line)).toBe('a long na… ● Running');
  expect(lineWidth(line)).toBe(20);
});

it('puts facts on as few lines as they fit on', () => {
  const facts = ['one', 'two', 'three'].map(text => [span(text)]);
  expect(flow(facts, 11).map(textOf)).toEqual(['one · two', 'three']);
  expect(flow(facts, 80).map(textOf)).toEqual(['one · two · three']);
});

it('breaks between words, and says where there is more', () => {
  const lines = wrapText('one two three four', {
    width: 8,
    most: 2,
    look: 'plain',
  });
  expect(lines.map(textOf)).toEqual(['one two', 'three …']);
});

describe('keyOf', () => {
  it.each([
    ['q', { name: 'q', sequence: 'q' }, 'q'],
    ['G', { name: 'g', sequence: 'G' }, 'G'],
    ['\x03', { name: 'c', sequence: '\x03', ctrl: true }, 'ctrl+c'],
    ['\r', { name: 'return', sequence: '\r' }, 'return'],
    [undefined, { name: 'up', sequence: '\x1b[A' }, 'up'],
    ['\x7f', { name: 'backspace', sequence: '\x7f' }, 'backspace'],
    [undefined, {}, undefined],
  ])('calls %j %s', (text, pressed, key) => {
    expect(keyOf(text, pressed)).toBe(key);
  });
});
