import { ClipboardEvent, RefObject, useEffect, useState } from 'react';

/** The lines between which text is selected, by their index. */
type Ends = readonly [anchor: number, focus: number];

/**
 * Lets a selection reach over lines that are not drawn: both of its ends stay drawn while it lasts, and
 * what is copied is all that lies between them.
 *
 * @param textOf - the lines of a range, with its end
 */
export function useCopiedLines(
  container: RefObject<HTMLElement>,
  textOf: (from: number, to: number) => string,
) {
  const [ends, setEnds] = useState<Ends>();
  const kept: readonly number[] = ends ?? [];
  useEffect(() => {
    const look = () => setEnds(before => same(before, endsIn(container)));
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, [container]);
  return {
    /** Indexes that have to be drawn. */
    kept,
    onCopy: (event: ClipboardEvent) => {
      // Asked anew: the event of the change may still be on its way.
      const [a, b] = endsIn(container) ?? [0, 0];
      // Within a line the browser knows better which part is meant.
      if (a === b) return;
      event.preventDefault();
      event.clipboardData.setData(
        'text/plain',
        textOf(Math.min(a, b), Math.max(a, b)),
      );
    },
  };
}

function same(before: Ends | undefined, now: Ends | undefined) {
  return before?.[0] === now?.[0] && before?.[1] === now?.[1] ? before : now;
}

function endsIn(container: RefObject<HTMLElement>): Ends | undefined {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed) return undefined;
  const anchor = lineOf(selection.anchorNode, container.current);
  const focus = lineOf(selection.focusNode, container.current);
  return anchor === undefined || focus === undefined
    ? undefined
    : [anchor, focus];
}

function lineOf(node: Node | null, container: HTMLElement | null) {
  if (!node || !container?.contains(node)) return undefined;
  const element = node instanceof Element ? node : node.parentElement;
  const index = element?.closest('[data-index]')?.getAttribute('data-index');
  return index ? Number(index) : undefined;
}
