import Tooltip from '@material-ui/core/Tooltip';
import { formatAbsolute, formatRelative, formatTimeOfDay } from './formatTime';
import { useNow } from './useNow';

const RELATIVE_INTERVAL_MS = 5_000;

/** An instant: relative, or the time of day; absolute with its zone on hover. @public */
export function Timestamp(props: {
  /** ISO 8601. */
  value: string | null;
  format?: 'relative' | 'time';
}) {
  const { value, format = 'relative' } = props;
  const relative = format === 'relative' && value !== null;
  const now = useNow(relative ? RELATIVE_INTERVAL_MS : null);
  if (!value) return <span aria-hidden>–</span>;
  return (
    <Tooltip title={formatAbsolute(value)} enterDelay={400}>
      <time
        dateTime={value}
        style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}
      >
        {relative ? formatRelative(value, now) : formatTimeOfDay(value)}
      </time>
    </Tooltip>
  );
}
