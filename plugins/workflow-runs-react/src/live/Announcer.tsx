import { useEffect, useRef, useState } from 'react';
import { VisuallyHidden } from '../states/VisuallyHidden';

/**
 * Tells a screen reader, politely, of a change. What stands there at first is no change.
 *
 * @public
 */
export function Announcer(props: { message: string }) {
  const { message } = props;
  const first = useRef(message);
  const [announced, setAnnounced] = useState('');
  useEffect(() => {
    if (message !== first.current) {
      first.current = message;
      setAnnounced(message);
    }
  }, [message]);
  return (
    <div role="status" aria-live="polite">
      {announced && <VisuallyHidden>{announced}</VisuallyHidden>}
    </div>
  );
}
