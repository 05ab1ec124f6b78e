import { ReactNode } from 'react';

/** A name and what it is, in a list of such. */
export function Pair(props: { label: string; value: ReactNode }) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd>{props.value}</dd>
    </>
  );
}
