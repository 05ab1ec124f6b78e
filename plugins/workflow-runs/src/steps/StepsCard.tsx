import { useMemo, useRef, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  RunSnapshot,
  stepIdOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { SearchField } from '../layout/SearchField';
import { useSlashKey } from '../layout/useSlashKey';
import { StepPanel } from '../step-panel/StepPanel';
import { StepGrid } from './StepGrid';
import { StepLegend } from './StepLegend';
import { useStepStyles } from './styles';

/** The steps of a run, and beside them the one that is selected. */
export function StepsCard(props: {
  snapshot: RunSnapshot;
  selected: string | undefined;
  onSelect: (stepId: string | undefined) => void;
}) {
  const { snapshot, selected, onSelect } = props;
  const { steps } = snapshot;
  const classes = useStepStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [filter, setFilter] = useState('');
  const search = useRef<HTMLInputElement>(null);
  useSlashKey(() => search.current?.focus());

  const shown = useMemo(() => {
    const text = filter.trim().toLowerCase();
    return text === ''
      ? steps
      : steps.filter(
          step =>
            step.name.toLowerCase().includes(text) ||
            step.stepKey.includes(text),
        );
  }, [steps, filter]);
  const step = steps.find(each => stepIdOf(each) === selected);

  return (
    <Card label={t('steps.title')}>
      <div className={classes.layout}>
        <div className={classes.main}>
          <div className={classes.toolbar}>
            <h3 className={classes.title}>{t('steps.title')}</h3>
            <SearchField
              label={t('steps.filter')}
              value={filter}
              onChange={setFilter}
              inputRef={search}
              shortcut="/"
            />
            <span className={classes.quiet} style={{ marginLeft: 'auto' }}>
              {shown.length === steps.length
                ? t('steps.count', { count: steps.length })
                : t('steps.countFiltered', {
                    shown: String(shown.length),
                    total: String(steps.length),
                  })}
            </span>
          </div>
          {steps.length === 0 && (
            <EmptyState title={t('steps.empty')} dense>
              {t('steps.emptyHint')}
            </EmptyState>
          )}
          {steps.length > 0 && shown.length === 0 && (
            <EmptyState title={t('steps.noMatch', { text: filter })} dense />
          )}
          {shown.length > 0 && (
            <StepGrid
              snapshot={snapshot}
              steps={shown}
              selected={selected}
              onSelect={onSelect}
            />
          )}
          <StepLegend />
        </div>
        {step && (
          <StepPanel
            // Another step starts with its overview.
            key={stepIdOf(step)}
            snapshot={snapshot}
            step={step}
            onClose={() => onSelect(undefined)}
          />
        )}
      </div>
    </Card>
  );
}
