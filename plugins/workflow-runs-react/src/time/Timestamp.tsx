import Tooltip from '@material-ui/core/Tooltip';
import { useFormats } from '../formats/useFormats';
import { formatTimeOfDay } from './formatTime';
import { useNow } from './useNow';

const RELATIVE_INTERVAL_MS = 5_000;

/** An instant: relative, or the time of day; absolute with its zone on hover. @public */
export function Timestamp(props: {
  /** ISO 8601. */
  value: string | null;
  format?: 'relative' | 'time';
}) {
  const { value, format = 'relative' } = props;
  const formats = useFormats();
  const relative = format === 'relative' && value !== null;
  const now = useNow(relative ? RELATIVE_INTERVAL_MS : null);
  if (!value) return <span aria-hidden>–</span>;
  return (
    <Tooltip title={formats.absolute(value)} enterDelay={400}>
      <time
        dateTime={value}
        style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}
      >
        {relative ? formats.relative(value, now) : formatTimeOfDay(value)}
      </time>
    </Tooltip>
  );
}
