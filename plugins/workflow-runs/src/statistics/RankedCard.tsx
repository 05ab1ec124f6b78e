import { ReactNode } from 'react';
import { Link } from '@backstage/core-components';
import { EmptyState } from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { ChartCard } from '../layout/ChartCard';
import { Column, DataTable } from '../layout/DataTable';
import { RankedBars, RankedRow } from './charts/RankedBars';

/** What the table of a ranking tells beyond its bars. */
export interface RankedTable {
  columns: string[];
  /** By the id of a row. */
  cellsOf: (id: string) => ReactNode[];
}

/** A card with things in their order, as bars or as a table. */
export function RankedCard(props: {
  title: string;
  scope?: string;
  note?: string;
  empty: { title: string; hint: string };
  column: string;
  columns: { label: string; width: number }[];
  rows: RankedRow[];
  /** More that a table has room for. */
  more?: RankedTable;
}) {
  const { title, scope, note, empty, column, columns, rows, more } = props;
  if (rows.length === 0) {
    return (
      <Card label={title}>
        <CardTitle title={title} />
        <EmptyState dense title={empty.title}>
          {empty.hint}
        </EmptyState>
      </Card>
    );
  }
  const tableColumns: Column<RankedRow>[] = [
    {
      id: 'name',
      label: column,
      cell: row => <Link to={row.href}>{row.name}</Link>,
    },
    ...columns.map(({ label }, index) => ({
      id: label,
      label,
      number: true,
      cell: (row: RankedRow) => row.cells[index],
    })),
    ...(more?.columns ?? []).map((label, index) => ({
      id: `more ${label}`,
      label,
      number: true,
      cell: (row: RankedRow) => more!.cellsOf(row.id)[index],
    })),
  ];
  return (
    <ChartCard
      title={title}
      scope={scope}
      note={note}
      chart={
        <RankedBars
          label={title}
          column={column}
          columns={columns}
          rows={rows}
        />
      }
      table={
        <DataTable
          label={title}
          items={rows}
          idOf={row => row.id}
          columns={tableColumns}
        />
      }
    />
  );
}
