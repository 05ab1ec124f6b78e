import { useState } from 'react';
import ButtonBase from '@material-ui/core/ButtonBase';
import GroupOutlined from '@material-ui/icons/GroupOutlined';
import PersonOutline from '@material-ui/icons/PersonOutline';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  TextButton,
  useRemark,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OperationField, ReasonField, violationAt } from '../operate/fields';
import { OperationFrame } from '../operate/OperationFrame';
import { ownerRefOf } from './ownerRef';
import { useOwnerSearch } from './useOwnerSearch';

const useStyles = makeStyles(
  theme => ({
    list: {
      margin: 0,
      padding: 4,
      listStyle: 'none',
      // As high as it can be, so that nothing moves while somebody types.
      minHeight: 6 * 36 + 8,
      borderRadius: sizes.radius.control,
      border: `1px solid ${statusColorsOf(theme).skipped.line}`,
    },
    option: {
      display: 'flex',
      justifyContent: 'flex-start',
      gap: 8,
      width: '100%',
      height: 36,
      padding: '0 8px',
      fontSize: 13,
      borderRadius: sizes.radius.control,
      '& svg': { fontSize: 18, color: statusColorsOf(theme).quiet },
      '&:hover': { backgroundColor: theme.palette.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
    },
    chosen: { backgroundColor: statusColorsOf(theme).selected },
    ref: { marginLeft: 'auto', color: statusColorsOf(theme).quiet },
    note: { padding: 8, color: statusColorsOf(theme).quiet },
  }),
  { name: 'WorkflowRunsAssign' },
);

/** Says who looks after a run: a user or a group of the catalog, or any reference. */
export function AssignDialog(props: { run: Run; onClose: () => void }) {
  const { run, onClose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const request = useRemark(run.id, 'assignRun');
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string>();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const { owners, loading, failed } = useOwnerSearch(text);
  const ref = chosen ?? ownerRefOf(text);
  const because = reason.trim() === '' ? {} : { reason: reason.trim() };
  return (
    <OperationFrame
      title={t('assign.title')}
      confirm={t('assign.confirm')}
      name={t('assign.name')}
      request={request}
      toast={() => ({ title: t('assign.done') })}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => {
        setAsked(true);
        if (ref) request.send({ owner: ref, ...because });
      }}
    >
      <OperationField
        id="workflow-runs-owner"
        label={t('assign.field')}
        helperText={t('assign.hint')}
        // Whoever opens the dialog wants to type a name.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        autoComplete="off"
        value={chosen ?? text}
        onChange={value => {
          setText(value);
          setChosen(undefined);
        }}
        error={
          violationAt(request.error, '/owner') ??
          (asked && !ref ? t('assign.invalid') : undefined)
        }
      />
      <ul className={classes.list} aria-label={t('assign.matches')}>
        {owners.map(owner => (
          <li key={owner.ref}>
            <ButtonBase
              type="button"
              aria-pressed={chosen === owner.ref}
              className={`${classes.option} ${
                chosen === owner.ref ? classes.chosen : ''
              }`}
              onClick={() => setChosen(owner.ref)}
            >
              {owner.ref.startsWith('user:') ? (
                <PersonOutline aria-hidden />
              ) : (
                <GroupOutlined aria-hidden />
              )}
              {owner.title}
              <span className={classes.ref}>{owner.ref}</span>
            </ButtonBase>
          </li>
        ))}
        {!loading && owners.length === 0 && (
          <li className={classes.note} role="status">
            {failed ? t('assign.catalogError') : t('assign.noMatch')}
          </li>
        )}
      </ul>
      <div>
        <TextButton
          size="small"
          variant="outlined"
          onClick={() => request.send({ owner: null, ...because })}
        >
          {t('assign.workflow')}
        </TextButton>
      </div>
      <ReasonField value={reason} onChange={setReason} />
    </OperationFrame>
  );
}
