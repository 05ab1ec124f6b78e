/** In which order, from where to where. */
export interface Stretch {
  order: 'time' | 'duration';
  descending: boolean;
  /** Only what comes behind this place. */
  after?: Place;
  /** Epoch milliseconds, for `ordered_at`; the first inclusive, the other not. */
  from?: number;
  to?: number;
}

/** A place in an order: the value that orders, and the id that settles ties. */
export interface Place {
  key: number;
  id: string;
}

/** Which of two places comes first; negative: the first one. */
export function compare(a: Place, b: Place, descending: boolean): number {
  const ascending = a.key - b.key || (a.id < b.id ? -1 : Number(a.id > b.id));
  return descending ? -ascending : ascending;
}
