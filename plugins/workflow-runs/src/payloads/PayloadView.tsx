import IconButton from '@material-ui/core/IconButton';
import GetApp from '@material-ui/icons/GetApp';
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
import { saveFile } from '../layout/saveFile';

const useStyles = makeStyles(
  theme => ({
    root: { minWidth: 0 },
    head: {
      display: 'flex',
      justifyContent: 'space-between',
      alignItems: 'center',
      margin: '0 0 4px',
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 400,
      color: statusColorsOf(theme).quiet,
      fontVariantNumeric: 'tabular-nums',
    },
    size: { display: 'inline-flex', alignItems: 'center', gap: 4 },
    download: { padding: 4, '& svg': { fontSize: 16 } },
  }),
  { name: 'WorkflowRunsPayload' },
);

/** An input or output, redacted. */
export function PayloadView(props: {
  runId: string;
  payload: Payload;
  of?: string;
  search?: string;
}) {
  const { runId, payload, of, search } = props;
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
  const label = [...said, of].filter(Boolean).join(', ');
  return (
    <section className={classes.root}>
      <h4 className={classes.head}>
        <span>{said.join(' · ')}</span>
        <span className={classes.size}>
          {formatBytes(payload.bytes, formats.locale)}
          <IconButton
            size="small"
            className={classes.download}
            aria-label={t('io.download', { what: label })}
            title={t('io.download', { what: label })}
            onClick={() => save(runId, payload)}
          >
            <GetApp />
          </IconButton>
        </span>
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
        label={label}
        maxHeight={360}
        search={search}
      />
    </section>
  );
}

/** All that the portal keeps of it. */
function save(
  runId: string,
  { stepKey, itemIndex, direction, value }: Payload,
) {
  const parts = [runId, stepKey, itemIndex >= 0 && itemIndex + 1, direction];
  saveFile(
    new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }),
    `${parts.filter(Boolean).join('-')}.json`,
  );
}
