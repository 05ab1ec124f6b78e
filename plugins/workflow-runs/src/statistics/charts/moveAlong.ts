import { KeyboardEvent } from 'react';

/** Marks what arrow keys go along; it has one stop for the Tab key. */
export const STOP = { 'data-stop': true } as const;

/** Arrow keys go from one point to the next, Home and End to the first and the last. */
export function moveAlong(event: KeyboardEvent<HTMLElement>): void {
  const stops = [
    ...event.currentTarget.querySelectorAll<HTMLElement>('[data-stop]'),
  ];
  const now = stops.indexOf(document.activeElement as HTMLElement);
  const next = {
    ArrowLeft: now - 1,
    ArrowRight: now + 1,
    Home: 0,
    End: stops.length - 1,
  }[event.key];
  if (now < 0 || next === undefined || !stops[next]) return;
  event.preventDefault();
  stops[next].focus();
}
