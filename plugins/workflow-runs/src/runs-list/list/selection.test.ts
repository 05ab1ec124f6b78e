import { act, renderHook } from '@testing-library/react';
import { useSelection } from './selection';

describe('what is selected', () => {
  const setUp = () =>
    renderHook(({ list }) => useSelection(list), {
      initialProps: { list: 'failed' },
    });
  const selectTwo = (selection: ReturnType<typeof setUp>['result']) =>
    act(() => selection.current.selectAll([{ id: 'a' }, { id: 'b' }]));

  it('belongs to its list', () => {
    const { result, rerender } = setUp();
    selectTwo(result);
    expect([...result.current.ids]).toEqual(['a', 'b']);
    rerender({ list: 'completed' });
    expect(result.current.ids.size).toBe(0);
    act(() => result.current.select('c', true));
    expect([...result.current.ids]).toEqual(['c']);
  });

  it('can be all that match, until one of them is taken out', () => {
    const { result } = setUp();
    selectTwo(result);
    act(() => result.current.takeAll());
    expect(result.current.all).toBe(true);
    act(() => result.current.select('a', false));
    expect(result.current.all).toBe(false);
    expect([...result.current.ids]).toEqual(['b']);
  });

  it('is let go', () => {
    const { result } = setUp();
    selectTwo(result);
    act(() => result.current.takeAll());
    act(() => result.current.selectAll([]));
    expect([result.current.all, result.current.ids.size]).toEqual([false, 0]);
  });
});
