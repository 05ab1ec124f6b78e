import { ReactNode, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import BarChart from '@material-ui/icons/BarChart';
import TableChartOutlined from '@material-ui/icons/TableChartOutlined';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  sizes,
  statusColorsOf,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from './Card';
import { CardTitle } from './CardTitle';

const useStyles = makeStyles(
  theme => ({
    body: { padding: `0 ${sizes.cardPaddingX}px ${sizes.cardPaddingY}px` },
    // About as high as the chart: a table of ninety days would move all that is below it.
    table: { maxHeight: 320, overflowY: 'auto' },
    note: {
      margin: 0,
      padding: `8px ${sizes.cardPaddingX}px`,
      borderTop: `1px solid ${statusColorsOf(theme).skipped.wash}`,
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsChartCard' },
);

/** A chart that can be read as a table as well. */
export function ChartCard(props: {
  title: string;
  scope?: string;
  /** What must be known to read it. */
  note?: string;
  chart: ReactNode;
  table: ReactNode;
}) {
  const { title, scope, note, chart, table } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [asTable, setAsTable] = useState(false);
  const Icon = asTable ? BarChart : TableChartOutlined;
  return (
    <Card label={title}>
      <CardTitle title={title} scope={scope}>
        <TextButton
          size="small"
          color="primary"
          startIcon={<Icon style={{ fontSize: sizes.icon }} />}
          aria-label={`${t(
            asTable ? 'statistics.viewAsChart' : 'statistics.viewAsTable',
          )}: ${title}`}
          onClick={() => setAsTable(!asTable)}
        >
          {t(asTable ? 'statistics.viewAsChart' : 'statistics.viewAsTable')}
        </TextButton>
      </CardTitle>
      {asTable ? (
        // It scrolls, and may hold nothing else that the keyboard can reach.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes.table} tabIndex={0}>
          {table}
        </div>
      ) : (
        <div className={classes.body}>{chart}</div>
      )}
      {note && <p className={classes.note}>{note}</p>}
    </Card>
  );
}
