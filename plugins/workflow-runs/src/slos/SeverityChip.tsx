import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Slo } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { LOOKS, stateOf } from './severityLook';

const useStyles = makeStyles(
  {
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 6,
      height: sizes.chip,
      padding: '0 10px 0 6px',
      borderRadius: sizes.radius.pill,
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 500,
      whiteSpace: 'nowrap',
      // Forced colours drop backgrounds; the outline keeps the shape.
      border: '1px solid transparent',
    },
  },
  { name: 'WorkflowRunsSeverityChip' },
);

/** How urgent an objective is, by icon, word and colour. */
export function SeverityChip(props: { slo: Pick<Slo, 'severity'> }) {
  const classes = useStyles();
  const state = stateOf(props.slo);
  const { tone, Icon } = LOOKS[state];
  const { text, wash } = useStatusColors()[tone];
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <span
      className={classes.root}
      style={{ color: text, backgroundColor: wash }}
      data-severity={state}
    >
      <Icon style={{ fontSize: 16 }} aria-hidden />
      {t(`slos.severity.${state}`)}
    </span>
  );
}
