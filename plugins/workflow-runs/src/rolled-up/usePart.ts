import { useSearchParams } from 'react-router-dom';

/** Stands in the address from the second part on, counted from 1. */
export const PART = 'part';

/**
 * Which part of the workflows is shown; the address says so.
 *
 * @param parts - how many there are; an address may name one that is not there any more
 */
export function usePart(parts: number): {
  part: number;
  setPart: (part: number) => void;
} {
  const [params, setParams] = useSearchParams();
  const asked = params.get(PART) ?? '';
  const number = /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1;
  return {
    part: Math.max(0, Math.min(number, parts) - 1),
    setPart: part =>
      setParams(before => {
        const next = new URLSearchParams(before);
        if (part === 0) next.delete(PART);
        else next.set(PART, String(part + 1));
        // It chose among those of the part before.
        next.delete('workflow');
        return next;
      }),
  };
}
