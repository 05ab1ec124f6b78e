import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import GetApp from '@material-ui/icons/GetApp';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { LogLevel, Step } from 'backstage-plugin-workflow-runs-common';
import {
  CopyButton,
  useWords,
  workflowRunsTranslationRef,
  TextButton,
  statusColorsOf,
} from 'backstage-plugin-workflow-runs-react';
import { SmallSelect } from '../layout/SmallSelect';
import { LEVELS, LogFilter } from './filterLogs';
import { LogSearch } from './LogSearch';
import { LOG_TIMES, LogTimes } from './logTimes';
import { LogSearchResult } from './useLogSearch';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      minHeight: 32,
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
      fontVariantNumeric: 'tabular-nums',
    },
    right: {
      display: 'flex',
      alignItems: 'center',
      flexWrap: 'wrap',
      gap: 8,
      marginLeft: 'auto',
    },
    check: {
      margin: 0,
      color: theme.palette.text.primary,
      '& .MuiCheckbox-root': { padding: 4 },
      '& .MuiTypography-root': { fontSize: 13 },
    },
    download: { color: theme.palette.text.primary },
  }),
  { name: 'WorkflowRunsLogToolbar' },
);

/** How a log is shown. */
export interface LogView {
  follow: boolean;
  wrap: boolean;
  times: LogTimes;
}

/** Filters of a log, how it is shown, and what can be taken away. */
export function LogToolbar(props: {
  filter: LogFilter;
  onFilter: (change: Partial<LogFilter>) => void;
  search: LogSearchResult;
  view: LogView;
  onView: (change: Partial<LogView>) => void;
  steps: Step[];
  /** A step's own log is bound to the step. */
  fixedStep: boolean;
  counts: { shown: number; total: number };
  text: () => string;
  onDownload: () => void;
}) {
  const { filter, onFilter, view, onView, steps, counts, search } = props;
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const keys = [...new Map(steps.map(step => [step.stepKey, step.name]))];
  const toggles = ['follow', 'wrap'] as const;
  return (
    <div className={classes.root}>
      <SmallSelect
        label={t('logs.levels')}
        value={filter.level}
        onChange={level => onFilter({ level: level as LogLevel })}
        options={LEVELS.map(level => ({
          value: level,
          label:
            level === 'debug'
              ? t('logs.allLevels')
              : t('logs.levelFrom', { level: words('level', level) }),
        }))}
      />
      {!props.fixedStep && (
        <SmallSelect
          label={t('logs.steps')}
          value={filter.step ?? ''}
          onChange={step => onFilter({ step: step || undefined })}
          options={[
            { value: '', label: t('logs.allSteps') },
            ...keys.map(([value, label]) => ({ value, label })),
          ]}
        />
      )}
      <LogSearch search={search} />
      {counts.shown !== counts.total && (
        <span>
          {t('logs.count', {
            shown: String(counts.shown),
            total: String(counts.total),
          })}
        </span>
      )}
      <div className={classes.right}>
        {toggles.map(toggle => (
          <FormControlLabel
            key={toggle}
            className={classes.check}
            control={
              <Checkbox
                size="small"
                color="primary"
                checked={view[toggle]}
                onChange={(_, checked) => onView({ [toggle]: checked })}
              />
            }
            label={t(`logs.${toggle}`)}
          />
        ))}
        <SmallSelect
          label={t('logs.timestamps')}
          value={view.times}
          onChange={times => onView({ times: times as LogTimes })}
          options={LOG_TIMES.map(value => ({
            value,
            label: t(`logs.times.${value}`),
          }))}
        />
        <CopyButton text={props.text} label={t('logs.copy')} />
        <Tooltip title={t('logs.downloadHint')}>
          <span>
            <TextButton
              size="small"
              className={classes.download}
              startIcon={<GetApp style={{ fontSize: 16 }} />}
              onClick={props.onDownload}
              disabled={counts.total === 0}
            >
              {t('logs.download')}
            </TextButton>
          </span>
        </Tooltip>
      </div>
    </div>
  );
}
