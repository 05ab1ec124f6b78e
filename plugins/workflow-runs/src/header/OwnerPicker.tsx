import { useState } from 'react';
import ButtonBase from '@material-ui/core/ButtonBase';
import GroupOutlined from '@material-ui/icons/GroupOutlined';
import PersonOutline from '@material-ui/icons/PersonOutline';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OperationField } from '../operate/fields';
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
  { name: 'WorkflowRunsOwnerPicker' },
);

/** A user or a group of the catalog, or any reference. */
export function OwnerPicker(props: {
  /** @param ref - undefined while what was typed is no reference */
  onChange: (ref: string | undefined) => void;
  error?: string;
}) {
  const { onChange, error } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string>();
  const { owners, loading, failed } = useOwnerSearch(text);
  return (
    <>
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
          onChange(ownerRefOf(value));
        }}
        error={error}
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
              onClick={() => {
                setChosen(owner.ref);
                onChange(owner.ref);
              }}
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
    </>
  );
}
