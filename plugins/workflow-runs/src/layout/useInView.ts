import { useEffect, useState } from 'react';

/** Whether an element is on the screen; where nobody can tell, it is. */
export function useInView<E extends HTMLElement>() {
  const [element, ref] = useState<E | null>(null);
  const [inView, setInView] = useState(true);
  useEffect(() => {
    if (!element || typeof IntersectionObserver === 'undefined') {
      return undefined;
    }
    const observer = new IntersectionObserver(([entry]) =>
      setInView(entry.isIntersecting),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return { ref, inView: inView && element !== null };
}
