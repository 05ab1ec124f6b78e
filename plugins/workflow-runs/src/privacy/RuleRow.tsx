import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import ArrowUpward from '@material-ui/icons/ArrowUpward';
import Close from '@material-ui/icons/Close';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DetectorInfo,
  Treatment,
  treatmentSchema,
} from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SmallInput } from '../layout/SmallInput';
import { SmallSelect } from '../layout/SmallSelect';
import { BY, By, RuleDraft } from './draft';

const useStyles = makeStyles(
  theme => ({
    row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 6 },
    target: { flex: '1 1 100px', minWidth: 0 },
    kind: { flex: '0 1 108px', minWidth: 72 },
    icon: { width: sizes.control, height: sizes.control },
    note: { fontSize: 12, lineHeight: '16px', margin: '2px 0 4px' },
    hint: { color: statusColorsOf(theme).quiet },
    error: { color: statusColorsOf(theme).failed.text },
  }),
  { name: 'WorkflowRunsRuleRow' },
);

/** One rule of a policy: of what, and what becomes of it. */
export function RuleRow(props: {
  rule: RuleDraft;
  /** From 1. */
  number: number;
  detectors: DetectorInfo[];
  error: string | undefined;
  onChange: (next: Partial<RuleDraft>) => void;
  onUp?: () => void;
  onRemove?: () => void;
}) {
  const { rule, detectors, error, onChange, onUp, onRemove } = props;
  const { by, target, kind, treatment } = rule;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const number = String(props.number);
  const showBy = (next: By) => {
    const first = { path: '$.', key: '', detector: detectors[0]?.id ?? '' };
    onChange({ by: next, target: first[next] });
  };
  return (
    <div role="group" aria-label={t('privacy.dialog.rule', { number })}>
      <div className={classes.row}>
        <SmallSelect
          label={t('privacy.dialog.ruleBy', { number })}
          value={by}
          onChange={next => showBy(next as By)}
          options={BY.map(value => ({
            value,
            label: t(`privacy.dialog.by.${value}`),
          }))}
        />
        {by === 'detector' ? (
          <SmallSelect
            label={t('privacy.dialog.target', { number })}
            value={target}
            onChange={next => onChange({ target: next })}
            options={detectors.map(({ id }) => ({ value: id, label: id }))}
          />
        ) : (
          <>
            <SmallInput
              className={classes.target}
              label={t('privacy.dialog.target', { number })}
              value={target}
              placeholder={by === 'path' ? '$.customer.email' : '*_email'}
              isCode
              isWrong={error !== undefined}
              maxLength={by === 'path' ? 500 : 128}
              onChange={next => onChange({ target: next })}
            />
            <SmallInput
              className={classes.kind}
              label={t('privacy.dialog.kind', { number })}
              value={kind}
              placeholder={t('privacy.dialog.kindHint')}
              maxLength={40}
              onChange={next => onChange({ kind: next })}
            />
          </>
        )}
        <SmallSelect
          label={t('privacy.dialog.treatment', { number })}
          value={treatment}
          onChange={next => onChange({ treatment: next as Treatment })}
          options={treatmentSchema.options.map(value => ({
            value,
            label: t(`privacy.treatment.${value}`),
          }))}
        />
        <RowButton
          label={t('privacy.dialog.upRule', { number })}
          onClick={onUp}
          icon={<ArrowUpward style={{ fontSize: 16 }} />}
        />
        <RowButton
          label={t('privacy.dialog.removeRule', { number })}
          onClick={onRemove}
          icon={<Close style={{ fontSize: 16 }} />}
        />
      </div>
      {error ? (
        <div role="alert" className={`${classes.note} ${classes.error}`}>
          {error}
        </div>
      ) : (
        <div className={`${classes.note} ${classes.hint}`}>
          {t(`privacy.treatmentHint.${treatment}`)}
        </div>
      )}
    </div>
  );
}

function RowButton(props: {
  label: string;
  icon: JSX.Element;
  onClick: (() => void) | undefined;
}) {
  const { label, icon, onClick } = props;
  const classes = useStyles();
  return (
    <Tooltip title={label}>
      <span>
        <IconButton
          size="small"
          className={classes.icon}
          aria-label={label}
          disabled={!onClick}
          onClick={onClick}
        >
          {icon}
        </IconButton>
      </span>
    </Tooltip>
  );
}
