import { useEffect, useRef } from 'react';
import { TimeWindow } from './useTimeWindow';

const ZOOM_BY = 1.2;
/** Less is a click. */
const DRAG_FROM_PX = 4;

/**
 * Ctrl and the wheel zoom where the pointer is, the wheel sideways moves, and so does dragging the time
 * axis. What lies left of it is left to the browser.
 *
 * @param axis - the element that the time axis is drawn in
 */
export function usePointer(
  grid: HTMLElement | null,
  axis: HTMLElement | null,
  window: TimeWindow,
) {
  const latest = useRef(window);
  useEffect(() => {
    latest.current = window;
  });
  useEffect(() => {
    if (!grid || !axis) return undefined;
    const placeOf = (event: MouseEvent) => {
      const { left, width } = axis.getBoundingClientRect();
      return (event.clientX - left) / width;
    };
    const onWheel = (event: WheelEvent) => {
      const { view, zoom, pan, isWhole } = latest.current;
      const place = placeOf(event);
      if (place < 0) return;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const anchor = view.start + place * (view.end - view.start);
        zoom(event.deltaY < 0 ? ZOOM_BY : 1 / ZOOM_BY, anchor);
      } else if (!isWhole && Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        pan(event.deltaX / axis.clientWidth);
      }
    };
    let drag: { x: number; moved: boolean } | undefined;
    const onDown = (event: PointerEvent) => {
      const takes = event.button === 0 && !latest.current.isWhole;
      if (takes && placeOf(event) >= 0)
        drag = { x: event.clientX, moved: false };
    };
    const onMove = (event: PointerEvent) => {
      if (!drag) return;
      const by = drag.x - event.clientX;
      if (!drag.moved && Math.abs(by) < DRAG_FROM_PX) return;
      drag = { x: event.clientX, moved: true };
      latest.current.pan(by / axis.clientWidth);
    };
    const onUp = () => {
      // The click that ends a drag comes right after it, and selects nothing.
      if (drag?.moved) {
        grid.addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => grid.removeEventListener('click', swallow, true));
      }
      drag = undefined;
    };
    grid.addEventListener('wheel', onWheel, { passive: false });
    grid.addEventListener('pointerdown', onDown);
    document.addEventListener('pointermove', onMove);
    document.addEventListener('pointerup', onUp);
    return () => {
      grid.removeEventListener('wheel', onWheel);
      grid.removeEventListener('pointerdown', onDown);
      document.removeEventListener('pointermove', onMove);
      document.removeEventListener('pointerup', onUp);
    };
  }, [grid, axis]);
}

function swallow(event: Event) {
  event.stopPropagation();
  event.preventDefault();
}
