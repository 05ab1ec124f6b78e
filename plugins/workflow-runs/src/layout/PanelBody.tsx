import { ReactNode } from 'react';
import {
  ErrorState,
  RowsSkeleton,
  StaleNote,
} from 'backstage-plugin-workflow-runs-react';

/** What a panel has read, as far as it decides which of its states is shown. */
export interface PanelSource {
  loading: boolean;
  error: unknown;
  /** In epoch milliseconds; 0 while it never was. */
  updatedAt: number;
  reload: () => void;
}

/**
 * A panel in the state that it is in: it loads, it cannot be read or may not be, it is old, it is empty,
 * or it is there.
 */
export function PanelBody(props: {
  source: PanelSource;
  /** What could not be done: "The notes could not be loaded". */
  title: string;
  rows: number;
  /** Stands in place of the content where there is none. */
  empty: ReactNode | undefined;
  children: ReactNode;
}) {
  const { source, title, rows, empty, children } = props;
  const { loading, error, updatedAt, reload } = source;
  if (loading) {
    return <RowsSkeleton rows={rows} rowHeight={40} onRetry={reload} />;
  }
  if (error && updatedAt === 0) {
    return <ErrorState dense error={error} title={title} onRetry={reload} />;
  }
  return (
    <>
      {Boolean(error) && (
        <div style={{ padding: '8px 20px 0' }}>
          <StaleNote since={updatedAt} error={error} onRetry={reload} />
        </div>
      )}
      {empty ?? children}
    </>
  );
}
