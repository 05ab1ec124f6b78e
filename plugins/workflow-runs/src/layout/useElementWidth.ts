import { useLayoutEffect, useState } from 'react';

/** The width of an element in pixels, as it changes; 0 until it is known. */
export function useElementWidth<E extends HTMLElement>() {
  const [element, ref] = useState<E | null>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element) return undefined;
    setWidth(element.clientWidth);
    if (typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return { ref, element, width };
}
