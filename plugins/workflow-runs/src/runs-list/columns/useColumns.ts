import { useEffect, useState } from 'react';
import { storageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { SavedView } from 'backstage-plugin-workflow-runs-common';
import { ColumnId, knownColumns } from './columns';

const KEY = 'columns';

/** Which columns to show, and how to choose others. */
export interface Columns {
  /** Null: those that fit. */
  chosen: ColumnId[] | null;
  choose: (columns: ColumnId[] | null) => void;
}

/**
 * The columns that the reader has chosen, remembered by the portal; those of an open saved view, where
 * it has some, until the reader chooses others for it.
 */
export function useColumns(view: SavedView | undefined): Columns {
  const [own, keepOwn] = useKeptColumns();
  const [beside, setBeside] = useState<{
    viewId: string;
    columns: ColumnId[] | null;
  }>();
  if (!view?.columns) return { chosen: own, choose: keepOwn };
  return {
    chosen:
      beside?.viewId === view.id ? beside.columns : knownColumns(view.columns),
    choose: columns => setBeside({ viewId: view.id, columns }),
  };
}

function useKeptColumns() {
  const bucket = useApi(storageApiRef).forBucket('workflow-runs');
  const [kept, setKept] = useState(() => bucket.snapshot<string[]>(KEY).value);
  useEffect(() => {
    const subscription = bucket
      .observe$<string[]>(KEY)
      .subscribe(({ value }) => setKept(value));
    return () => subscription.unsubscribe();
  }, [bucket]);
  const keep = (columns: ColumnId[] | null) => {
    const stored = columns ? bucket.set(KEY, columns) : bucket.remove(KEY);
    // Where it cannot be kept, it holds at least for now.
    stored.catch(() => setKept(columns ?? undefined));
  };
  return [knownColumns(kept), keep] as const;
}
