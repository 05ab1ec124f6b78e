import { useFormats } from '../formats/useFormats';
import { useNow } from './useNow';

const figures = {
  fontVariantNumeric: 'tabular-nums',
  whiteSpace: 'nowrap',
} as const;

/**
 * How long something took, or takes: it ticks while there is a start and no end.
 *
 * @public
 */
export function Duration(props: {
  /** Milliseconds; wins over start and end. */
  value?: number | null;
  /** ISO 8601. */
  from?: string | null;
  /** ISO 8601. */
  to?: string | null;
}) {
  const { value, from, to } = props;
  const formats = useFormats();
  const known = typeof value === 'number' ? value : elapsed(from, to);
  const ticking = known === undefined && Boolean(from);
  const now = useNow(ticking ? 1_000 : null);

  if (known !== undefined) {
    return <span style={figures}>{formats.duration(known)}</span>;
  }
  if (!from) return <span aria-hidden>–</span>;
  return (
    <span style={figures}>
      {formats.duration(now - Date.parse(from), 'live')}
    </span>
  );
}

function elapsed(from?: string | null, to?: string | null) {
  return from && to ? Date.parse(to) - Date.parse(from) : undefined;
}
