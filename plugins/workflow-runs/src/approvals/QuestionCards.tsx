import { useRef, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RunSnapshot,
  sizes,
  stepIdOf,
  useDecisions,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { focusedCard } from '../layout/focusedCard';
import { QUESTIONS_CARD } from '../run-page/cards';
import { openQuestions, Question, questionOf } from './questions';
import { QuestionCard } from './QuestionCard';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: sizes.cardGap,
      ...focusedCard(theme),
    },
  }),
  { name: 'WorkflowRunsQuestions' },
);

/**
 * What a run asks of humans, a card each. One that was open here stays when it has been decided, and
 * says by whom, until its reader hides it.
 */
export function QuestionCards(props: {
  snapshot: RunSnapshot;
  onOpenStep: (stepId: string) => void;
}) {
  const { snapshot, onOpenStep } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const decisions = useDecisions(snapshot.run.id);
  const open = openQuestions(snapshot.steps, decisions.items);
  const questions = useSeen(open, snapshot, decisions.items);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = questions.filter(({ id }) => !hidden.has(id));
  if (shown.length === 0) return null;
  return (
    <div
      id={QUESTIONS_CARD}
      className={classes.root}
      tabIndex={-1}
      role="group"
      aria-label={t('approvals.label')}
    >
      {shown.map(question => (
        <QuestionCard
          key={question.id}
          snapshot={snapshot}
          question={question}
          reading={decisions}
          isOpen={open.some(({ id }) => id === question.id)}
          onOpenStep={onOpenStep}
          onHide={() => setHidden(before => new Set(before).add(question.id))}
        />
      ))}
    </div>
  );
}

/** The questions that are open, and those that were while the page was shown. */
function useSeen(
  open: Question[],
  { steps }: RunSnapshot,
  decisions: Parameters<typeof openQuestions>[1],
): Question[] {
  const seen = useRef(new Map<string, Question>());
  for (const question of open) seen.current.set(question.id, question);
  return [...seen.current.values()].map(question => {
    const { id } = question;
    const now = open.find(each => each.id === id);
    if (now) return now;
    const step = steps.find(each => stepIdOf(each) === stepIdOf(question));
    const decision = decisions.findLast(
      each =>
        stepIdOf(each) === stepIdOf(question) &&
        each.askedAt === question.askedAt,
    );
    return step
      ? { ...questionOf(step, decision), id, about: question.about }
      : question;
  });
}
