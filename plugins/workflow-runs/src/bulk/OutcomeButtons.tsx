import ButtonBase from '@material-ui/core/ButtonBase';
import ExpandLess from '@material-ui/icons/ExpandLess';
import ExpandMore from '@material-ui/icons/ExpandMore';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { BulkJob, BulkOutcome } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  useFormats,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { TONE_OF } from './BulkProgress';
import { OUTCOMES } from './useCountWords';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      alignItems: 'center',
      flexWrap: 'wrap',
      gap: 8,
      minHeight: 28,
      marginTop: 10,
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
    },
    outcome: {
      height: sizes.chip,
      padding: '0 4px 0 10px',
      borderRadius: sizes.radius.pill,
      fontSize: 12,
      fontWeight: 500,
      fontFamily: 'inherit',
      '& svg': { fontSize: 16 },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: 1,
      },
    },
    left: { marginLeft: 'auto' },
  }),
  { name: 'WorkflowRunsOutcomeButtons' },
);

/** What has become of the runs of a job, each a button that shows which runs and why. */
export function OutcomeButtons(props: {
  counts: BulkJob['counts'];
  shown: BulkOutcome | undefined;
  /** Id of where they are shown. */
  controls: string;
  onShow: (outcome: BulkOutcome | undefined) => void;
}) {
  const { counts, shown, controls, onShow } = props;
  const classes = useStyles();
  const colors = useStatusColors();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  return (
    <div className={classes.root}>
      {OUTCOMES.filter(outcome => counts[outcome] > 0).map(outcome => {
        const { text, wash } = colors[TONE_OF[outcome]];
        const isShown = shown === outcome;
        const Icon = isShown ? ExpandLess : ExpandMore;
        return (
          <ButtonBase
            key={outcome}
            className={classes.outcome}
            style={{ color: text, backgroundColor: wash }}
            aria-expanded={isShown}
            aria-controls={controls}
            onClick={() => onShow(isShown ? undefined : outcome)}
          >
            {t(`bulk.counts.${outcome}`, {
              runs: formats.number(counts[outcome]),
            })}
            <Icon aria-hidden />
          </ButtonBase>
        );
      })}
      <span className={classes.left}>
        {counts.pending > 0
          ? t('bulk.counts.pendingOf', {
              runs: formats.number(counts.pending),
              total: formats.number(counts.total),
            })
          : t('bulk.counts.total', {
              count: counts.total,
              runs: formats.number(counts.total),
            })}
      </span>
    </div>
  );
}
