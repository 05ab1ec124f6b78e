import { ReactNode } from 'react';

const style = {
  position: 'absolute',
  width: 1,
  height: 1,
  margin: -1,
  overflow: 'hidden',
  clip: 'rect(0 0 0 0)',
  whiteSpace: 'nowrap',
} as const;

/** Words for a screen reader only. @public */
export function VisuallyHidden(props: { children: ReactNode }) {
  return <span style={style}>{props.children}</span>;
}
