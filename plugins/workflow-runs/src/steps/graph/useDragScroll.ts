import { useEffect, useRef } from 'react';

const ZOOM_BY = 1.15;

/** Dragging the ground moves it; Ctrl and the wheel zoom. */
export function useDragScroll(
  element: HTMLElement | null,
  zoom: (factor: number) => void,
) {
  const latest = useRef(zoom);
  useEffect(() => {
    latest.current = zoom;
  });
  useEffect(() => {
    if (!element) return undefined;
    let at: { x: number; y: number } | undefined;
    const onDown = (event: PointerEvent) => {
      const onNode = (event.target as Element).closest('button') !== null;
      if (event.button === 0 && event.pointerType === 'mouse' && !onNode) {
        at = { x: event.clientX, y: event.clientY };
      }
    };
    const onMove = (event: PointerEvent) => {
      if (!at) return;
      element.scrollLeft += at.x - event.clientX;
      element.scrollTop += at.y - event.clientY;
      at = { x: event.clientX, y: event.clientY };
    };
    const onUp = () => {
      at = undefined;
    };
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      latest.current(event.deltaY < 0 ? ZOOM_BY : 1 / ZOOM_BY);
    };
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('wheel', onWheel, { passive: false });
    document.addEventListener('pointermove', onMove);
    document.addEventListener('pointerup', onUp);
    return () => {
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('wheel', onWheel);
      document.removeEventListener('pointermove', onMove);
      document.removeEventListener('pointerup', onUp);
    };
  }, [element]);
}
