import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Payload } from 'backstage-plugin-workflow-runs-common';
import {
  JsonView,
  useFormats,
  workflowRunsTranslationRef,
  statusColorsOf,
} from 'backstage-plugin-workflow-runs-react';
import { formatBytes } from '../layout/formatBytes';
import { Notice } from '../layout/Notice';

const useStyles = makeStyles(
  theme => ({
    root: { minWidth: 0 },
    head: {
      display: 'flex',
      justifyContent: 'space-between',
      margin: '0 0 4px',
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 400,
      color: statusColorsOf(theme).quiet,
      fontVariantNumeric: 'tabular-nums',
    },
  }),
  { name: 'WorkflowRunsPayload' },
);

/** An input or output, redacted. */
export function PayloadView(props: {
  payload: Payload;
  of?: string;
  search?: string;
}) {
  const { payload, of, search } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const direction = t(`io.${payload.direction}`);
  const said = [
    direction,
    payload.itemIndex >= 0 &&
      t('io.item', { number: String(payload.itemIndex + 1) }),
    payload.generation > 0 &&
      t('io.generation', { number: String(payload.generation + 1) }),
  ].filter(Boolean);
  return (
    <section className={classes.root}>
      <h4 className={classes.head}>
        <span>{said.join(' · ')}</span>
        <span>{formatBytes(payload.bytes, formats.locale)}</span>
      </h4>
      {payload.truncated && (
        <Notice tone="waiting">
          {t('io.truncated', {
            size: formatBytes(payload.bytes, formats.locale),
          })}
        </Notice>
      )}
      <JsonView
        value={payload.value}
        label={[...said, of].filter(Boolean).join(', ')}
        maxHeight={360}
        search={search}
      />
    </section>
  );
}
