/** What a chart is drawn on. */
export interface Scale {
  /** In pixels. */
  width: number;
  /** In pixels. */
  height: number;
  /** How many points lie beside each other. */
  points: number;
  /** The value at the upper edge. */
  top: number;
}

/** What one point has for itself, in pixels. */
export const bandOf = ({ width, points }: Scale): number => width / points;

/** The middle of a point, in pixels. */
export const xOf = (scale: Scale, index: number): number =>
  (index + 0.5) * bandOf(scale);

/** How far down a value is, in pixels. */
export const yOf = ({ height, top }: Scale, value: number): number =>
  height * (1 - value / top);

/** Where a line is interrupted: the indexes of points that follow each other and have a value. */
export function stretches(values: readonly (number | null)[]): number[][] {
  const found: number[][] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    if (index > 0 && values[index - 1] !== null) found.at(-1)!.push(index);
    else found.push([index]);
  });
  return found;
}
