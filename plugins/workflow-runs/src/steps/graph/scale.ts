import { GraphLayout } from './layout';

/** A node, and the room that it takes with what is around it; in pixels. */
export const NODE = { width: 176, height: 44 };
export const CELL = { width: 212, height: 60 };
export const MARGIN = 20;

const SMALLEST_FIT = 0.8;
/** What a chart is at most high before it is scrolled. */
const MOST_HEIGHT = 560;

/** How large a graph is, unscaled. */
export function sizeOf(layout: Pick<GraphLayout, 'layers' | 'lanes'>) {
  return {
    width: 2 * MARGIN + (layout.layers - 1) * CELL.width + NODE.width,
    height: 2 * MARGIN + (layout.lanes - 1) * CELL.height + NODE.height,
  };
}

/** The scale at which all of it is in view; never so small that names cannot be read. */
export function fitScale(
  size: { width: number; height: number },
  width: number,
): number {
  if (width === 0) return 1;
  const fitting = Math.min(width / size.width, MOST_HEIGHT / size.height, 1);
  return Math.max(SMALLEST_FIT, Math.floor(fitting * 100) / 100);
}
