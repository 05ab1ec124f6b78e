import { useState } from 'react';
import Popover from '@material-ui/core/Popover';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { CustomTime } from './CustomTime';
import { PRESETS, TimeChoice } from './statisticsAddress';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      border: `1px solid ${statusColorsOf(theme).control}`,
      borderRadius: sizes.radius.control,
      overflow: 'hidden',
    },
    choice: {
      height: sizes.control - 2,
      padding: '0 14px',
      border: 0,
      backgroundColor: theme.palette.background.paper,
      color: 'inherit',
      font: 'inherit',
      whiteSpace: 'nowrap',
      cursor: 'pointer',
      '& + &': { borderLeft: `1px solid ${statusColorsOf(theme).control}` },
      '&:hover': { backgroundColor: statusColorsOf(theme).well },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: -2,
      },
      '&[aria-pressed=true]': {
        fontWeight: 600,
        backgroundColor: statusColorsOf(theme).running.wash,
        color: statusColorsOf(theme).running.text,
      },
    },
  }),
  { name: 'WorkflowRunsTimeChooser' },
);

/** Chooses the time that is summed up: lately, or between two instants. */
export function TimeChooser(props: {
  time: TimeChoice;
  /** What is shown now; where choosing two instants begins. ISO 8601. */
  shown: { from: string; to: string } | undefined;
  onChange: (time: TimeChoice) => void;
}) {
  const { time, shown, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <div
      className={classes.root}
      role="group"
      aria-label={t('statistics.time.label')}
    >
      {PRESETS.map(preset => (
        <button
          key={preset}
          type="button"
          className={classes.choice}
          aria-pressed={time.since === preset}
          onClick={() => onChange({ since: preset })}
        >
          {t(`statistics.time.${preset}`)}
        </button>
      ))}
      <button
        type="button"
        className={classes.choice}
        aria-pressed={time.since === null}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {t('statistics.time.custom')}
      </button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        PaperProps={{
          role: 'dialog',
          'aria-label': t('statistics.time.custom'),
        }}
      >
        <CustomTime
          time={time.since === null ? time : shown}
          onChange={chosen => {
            setAnchor(null);
            onChange(chosen);
          }}
        />
      </Popover>
    </div>
  );
}
