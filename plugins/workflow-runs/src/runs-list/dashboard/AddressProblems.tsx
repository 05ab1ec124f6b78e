import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Notice } from '../../layout/Notice';
import { AddressProblem } from '../address/checkFilter';
import { FilterId } from '../filters/filterKinds';
import { useFilterWords } from '../filters/useFilterWords';

/** What of the address was left out, because it cannot be. */
export function AddressProblems(props: {
  problems: readonly AddressProblem[];
  /** Writes the address as it was understood. */
  onDismiss: () => void;
}) {
  const { problems, onDismiss } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { label } = useFilterWords();
  if (problems.length === 0) return null;

  const nameOf = ({ name }: AddressProblem) => {
    switch (name) {
      case 'view':
        return t('list.problems.view');
      case 'sort':
        return t('list.problems.sort');
      case 'from':
        return t('list.filters.from');
      case 'to':
        return t('list.filters.to');
      case 'since':
        return label('time');
      default:
        return label(name satisfies FilterId);
    }
  };
  return (
    <Notice tone="waiting" role="status">
      {t('list.problems.title')}{' '}
      {problems.map(problem => (
        <span key={`${problem.name} ${problem.value}`}>
          {nameOf(problem)} “{problem.value.slice(0, 80)}”.{' '}
        </span>
      ))}
      <TextButton
        size="small"
        variant="outlined"
        color="inherit"
        onClick={onDismiss}
      >
        {t('list.problems.dismiss')}
      </TextButton>
    </Notice>
  );
}
