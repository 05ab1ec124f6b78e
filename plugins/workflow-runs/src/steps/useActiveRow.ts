import { KeyboardEvent, useEffect, useMemo, useState } from 'react';

/** So many rows a page key moves. */
const PAGE = 10;

/** The row that keys act on, and what the keys do. */
export interface ActiveRow {
  /** Its place; undefined where none is. */
  index: number | undefined;
  activate: (id: string) => void;
  /** Handles a key; false where it means nothing here. */
  onKey: (event: KeyboardEvent) => boolean;
}

/**
 * Arrow keys move through rows, Enter opens, Esc closes. While something is open, moving opens what it
 * comes to, as a reader who looks through steps wants it.
 */
export function useActiveRow(options: {
  /** Ids of the rows, in their order. */
  ids: readonly string[];
  selected: string | undefined;
  /** Whether a row is opened by coming to it. */
  isSelectable: (index: number) => boolean;
  onEnter: (index: number) => void;
  onSelect: (id: string | undefined) => void;
  scrollTo: (index: number) => void;
}): ActiveRow {
  const { ids, selected, isSelectable, onEnter, onSelect, scrollTo } = options;
  const [active, activate] = useState(selected);
  useEffect(() => {
    if (selected !== undefined) activate(selected);
  }, [selected]);
  const places = useMemo(
    () => new Map(ids.map((id, index) => [id, index])),
    [ids],
  );
  const index = places.get(active ?? '');

  const move = (to: number) => {
    const next = Math.min(ids.length - 1, Math.max(0, to));
    activate(ids[next]);
    scrollTo(next);
    if (selected !== undefined && isSelectable(next)) onSelect(ids[next]);
  };
  const onKey = (event: KeyboardEvent) => {
    const from = index ?? -1;
    const moves: Record<string, () => void> = {
      ArrowDown: () => move(from + 1),
      ArrowUp: () => move(from - 1),
      PageDown: () => move(from + PAGE),
      PageUp: () => move(from - PAGE),
      Home: () => move(0),
      End: () => move(ids.length - 1),
      Enter: () => index !== undefined && onEnter(index),
      Escape: () => onSelect(undefined),
    };
    const { key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || ids.length === 0) return false;
    if (!Object.hasOwn(moves, key)) return false;
    event.preventDefault();
    moves[key]();
    return true;
  };
  return { index, activate, onKey };
}
