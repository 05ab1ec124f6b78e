import { useEffect, useRef, useState } from 'react';

const hidden = {
  position: 'absolute',
  width: 1,
  height: 1,
  overflow: 'hidden',
  clip: 'rect(0 0 0 0)',
} as const;

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
    <div style={hidden} role="status" aria-live="polite">
      {announced}
    </div>
  );
}
