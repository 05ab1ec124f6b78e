import FormControlLabel from '@material-ui/core/FormControlLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Way } from './ways';

const useStyles = makeStyles(
  theme => ({
    set: { margin: 0, padding: 0, border: 'none', minWidth: 0 },
    legend: {
      padding: 0,
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
    label: { fontSize: 13 },
    hint: { color: statusColorsOf(theme).quiet, fontSize: 12 },
  }),
  { name: 'WorkflowRunsWayField' },
);

/** Whether a run is told something, has to change something, or is asked. */
export function WayField(props: {
  ways: readonly Way[];
  value: Way;
  onChange: (way: Way) => void;
}) {
  const { ways, value, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <fieldset className={classes.set}>
      <legend className={classes.legend}>{t('operate.tell.way')}</legend>
      <RadioGroup
        row
        name="workflow-runs-way"
        value={value}
        onChange={event => onChange(event.target.value as Way)}
      >
        {ways.map(way => (
          <FormControlLabel
            key={way}
            value={way}
            control={<Radio color="primary" size="small" />}
            classes={{ label: classes.label }}
            label={t(`operate.tell.ways.${way}`)}
          />
        ))}
      </RadioGroup>
      <span className={classes.hint}>{t(`operate.tell.wayHint.${value}`)}</span>
    </fieldset>
  );
}
