import { useId } from 'react';

/** The look of an area, by a pattern as well as by a colour: for those who see no colours. */
export interface Hatching {
  id: string;
  /** What `fill` is set to. */
  fill: string;
}

/** A pattern of this chart; {@link Hatch} draws it. */
export function useHatching(): Hatching {
  // Colons have a meaning in addresses of styles.
  const id = useId().replace(/:/g, '');
  return { id, fill: `url(#${id})` };
}

/** Slanted stripes; belongs into `defs`. */
export function Hatch(props: {
  hatching: Hatching;
  /** The ground, and the stripes upon it. */
  colors: [ground: string, stripe: string];
}) {
  const [ground, stripe] = props.colors;
  return (
    <pattern
      id={props.hatching.id}
      width={6}
      height={6}
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect width={6} height={6} fill={ground} />
      <rect width={2} height={6} fill={stripe} />
    </pattern>
  );
}
