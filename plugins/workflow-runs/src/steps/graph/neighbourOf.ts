import { GraphLayout } from './layout';

/** The node that an arrow key leads to: along the lines, or to the next one in the same layer. */
export function neighbourOf(
  { places, edges }: Pick<GraphLayout, 'places' | 'edges'>,
  id: string,
  key: string,
): string | undefined {
  const from = places.get(id);
  if (!from) return undefined;
  const distance = (other: string) =>
    Math.abs(places.get(other)!.lane - from.lane);
  const nearest = (ids: string[]) =>
    ids.sort((a, b) => distance(a) - distance(b)).at(0);
  const beside = (isWanted: (lane: number) => boolean) =>
    nearest(
      [...places]
        .filter(([, at]) => at.layer === from.layer && isWanted(at.lane))
        .map(([other]) => other),
    );
  switch (key) {
    case 'ArrowRight':
      return nearest(edges.filter(e => e.from === id).map(e => e.to));
    case 'ArrowLeft':
      return nearest(edges.filter(e => e.to === id).map(e => e.from));
    case 'ArrowDown':
      return beside(lane => lane > from.lane);
    case 'ArrowUp':
      return beside(lane => lane < from.lane);
    default:
      return undefined;
  }
}
