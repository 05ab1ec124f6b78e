import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { DetectorInfo } from 'backstage-plugin-workflow-runs-common';
import {
  statusColorsOf,
  TextButton,
  useWorkflows,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { focusOnOpen } from '../layout/focusOnOpen';
import { OperationField, violationAt } from '../operate/fields';
import { newRule, PolicyDraft } from './draft';
import { RuleRow } from './RuleRow';

const MAX_RULES = 100;

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexDirection: 'column', gap: 16, paddingTop: 6 },
    pair: { display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 16 },
    rules: { display: 'flex', flexDirection: 'column', gap: 8 },
    title: { margin: 0, fontSize: 14, lineHeight: '20px', fontWeight: 500 },
    hint: { margin: 0, fontSize: 12, color: statusColorsOf(theme).quiet },
    enabled: { '& .MuiTypography-root': { fontSize: 13 } },
  }),
  { name: 'WorkflowRunsPolicyForm' },
);

/** What a policy says, to be typed. */
export function PolicyForm(props: {
  draft: PolicyDraft;
  detectors: DetectorInfo[];
  /** What the backend said of it. */
  error: unknown;
  onChange: (draft: PolicyDraft) => void;
}) {
  const { draft, detectors, error, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { rules } = draft;
  const change = (next: Partial<PolicyDraft>) =>
    onChange({ ...draft, ...next });
  const changeRule = (at: number, next: Partial<(typeof rules)[number]>) =>
    change({
      rules: rules.map((rule, index) =>
        index === at ? { ...rule, ...next } : rule,
      ),
    });
  const id = 'workflow-runs-policy';
  return (
    <div className={classes.root}>
      <OperationField
        inputRef={focusOnOpen}
        required
        id={`${id}-name`}
        label={t('privacy.dialog.name')}
        value={draft.name}
        onChange={name => change({ name })}
        error={violationAt(error, '/name')}
        inputProps={{ maxLength: 100 }}
      />
      <OperationField
        id={`${id}-description`}
        multiline
        maxRows={4}
        label={t('privacy.dialog.description')}
        value={draft.description}
        onChange={description => change({ description })}
        error={violationAt(error, '/description')}
        inputProps={{ maxLength: 1_000 }}
      />
      <div className={classes.pair}>
        <WorkflowField
          id={`${id}-workflow`}
          value={draft.workflow}
          error={violationAt(error, '/workflow')}
          onChange={workflow => change({ workflow })}
        />
        <OperationField
          id={`${id}-tenant`}
          label={t('privacy.dialog.tenant')}
          helperText={t('privacy.dialog.tenantHint')}
          value={draft.tenantId}
          onChange={tenantId => change({ tenantId })}
          error={violationAt(error, '/tenantId')}
          inputProps={{ maxLength: 128 }}
        />
      </div>
      <div className={classes.rules}>
        <h3 className={classes.title}>{t('privacy.dialog.rules')}</h3>
        <p className={classes.hint}>{t('privacy.dialog.rulesHint')}</p>
        {rules.map((rule, index) => (
          <RuleRow
            key={rule.id}
            rule={rule}
            number={index + 1}
            detectors={detectors}
            error={violationAt(error, `/rules/${index}`)}
            onChange={next => changeRule(index, next)}
            onUp={
              index > 0
                ? () => change({ rules: movedUp(rules, index) })
                : undefined
            }
            onRemove={
              rules.length > 1
                ? () => change({ rules: rules.filter(each => each !== rule) })
                : undefined
            }
          />
        ))}
        <div>
          <TextButton
            size="small"
            color="primary"
            disabled={rules.length >= MAX_RULES}
            onClick={() =>
              change({
                rules: [
                  ...rules,
                  newRule(Math.max(...rules.map(each => each.id)) + 1),
                ],
              })
            }
          >
            {t('privacy.dialog.addRule')}
          </TextButton>
        </div>
      </div>
      <FormControlLabel
        className={classes.enabled}
        control={
          <Checkbox
            size="small"
            color="primary"
            checked={draft.enabled}
            onChange={event => change({ enabled: event.target.checked })}
          />
        }
        label={t('privacy.dialog.enabled')}
      />
    </div>
  );
}

function WorkflowField(props: {
  id: string;
  value: string;
  error: string | undefined;
  onChange: (workflow: string) => void;
}) {
  const { id, value, error, onChange } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { workflows } = useWorkflows();
  const refs = [
    ...new Set([...workflows.map(({ ref }) => ref), value].filter(Boolean)),
  ];
  return (
    <OperationField
      select
      id={id}
      label={t('privacy.dialog.workflow')}
      value={value}
      onChange={onChange}
      error={error}
      SelectProps={{ displayEmpty: true }}
      InputLabelProps={{ shrink: true }}
    >
      <MenuItem value="">{t('privacy.dialog.allWorkflows')}</MenuItem>
      {refs.map(ref => (
        <MenuItem key={ref} value={ref}>
          {ref}
        </MenuItem>
      ))}
    </OperationField>
  );
}

function movedUp<T>(items: readonly T[], from: number): T[] {
  const moved = [...items];
  moved.splice(from - 1, 0, ...moved.splice(from, 1));
  return moved;
}
