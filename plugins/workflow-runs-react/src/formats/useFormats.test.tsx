import { renderRunsHook } from '../__testUtils__/render';
import { FakeWorkflowRuns } from '../testing';
import { useFormats } from './useFormats';

const now = Date.UTC(2026, 10, 20, 14, 0, 0);
const ago = (seconds: number) => new Date(now - seconds * 1_000).toISOString();

it.each([
  [2, /^just now$/],
  [40, /^40 s ago$/],
  [61, /^1 min ago$/],
  [7_300, /^2 h ago$/],
  [400 * 86_400, /^16 Oct 2025, \d\d:\d\d$/],
])('%d seconds ago reads %s', (seconds, words) => {
  const { result } = renderRunsHook(() => useFormats(), new FakeWorkflowRuns());
  expect(result.current.relative(ago(seconds), now)).toMatch(words);
});

it('shows what is no time as it came', () => {
  const { result } = renderRunsHook(() => useFormats(), new FakeWorkflowRuns());
  expect(result.current.relative('soon', now)).toBe('soon');
});
