import { RefObject, useCallback, useEffect, useRef } from 'react';

/**
 * Tells whether rows may be put above those that are shown: they may while the list's start is in
 * view and the pointer and the focus are elsewhere, so that nothing moves under them.
 */
export function useAtTop(list: RefObject<HTMLElement>): () => boolean {
  const hovered = useRef(false);
  useEffect(() => {
    const track = (event: PointerEvent) => {
      hovered.current = list.current?.contains(event.target as Node) ?? false;
    };
    document.addEventListener('pointerover', track, { passive: true });
    return () => document.removeEventListener('pointerover', track);
  }, [list]);
  return useCallback(() => {
    const element = list.current;
    if (!element) return true;
    const inView = element.getBoundingClientRect().top >= 0;
    const focused = element.contains(document.activeElement);
    return inView && !hovered.current && !focused;
  }, [list]);
}
