import IconButton from '@material-ui/core/IconButton';
import Close from '@material-ui/icons/Close';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  statusColorsOf,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SmallInput } from '../layout/SmallInput';
import { violationAt } from '../operate/fields';
import { HeaderDraft } from './draft';

const MAX_HEADERS = 20;

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexDirection: 'column', gap: 8 },
    title: { margin: 0, fontSize: 13, lineHeight: '20px', fontWeight: 500 },
    hint: { margin: 0, fontSize: 12, color: statusColorsOf(theme).quiet },
    row: {
      display: 'grid',
      gridTemplateColumns: '2fr 3fr auto',
      alignItems: 'center',
      gap: 8,
    },
    error: {
      margin: 0,
      fontSize: 12,
      color: statusColorsOf(theme).failed.text,
    },
  }),
  { name: 'WorkflowRunsHeadersField' },
);

/** Headers that are sent along; what those say that there are already is not known here. */
export function HeadersField(props: {
  headers: HeaderDraft[];
  /** What the backend said of the webhook. */
  error: unknown;
  onChange: (headers: HeaderDraft[]) => void;
}) {
  const { headers, error, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const change = (id: number, next: Partial<HeaderDraft>) =>
    onChange(
      headers.map(each => (each.id === id ? { ...each, ...next } : each)),
    );
  return (
    <div className={classes.root}>
      <h3 className={classes.title}>{t('webhooks.dialog.headers')}</h3>
      <p className={classes.hint}>{t('webhooks.dialog.headersHint')}</p>
      {headers.map((header, index) => {
        const number = String(index + 1);
        const problem = violationAt(error, `/headers/${index}`);
        return (
          <div key={header.id}>
            <div className={classes.row}>
              <SmallInput
                isCode
                label={t('webhooks.dialog.headerName', { number })}
                placeholder="Authorization"
                value={header.name}
                isWrong={problem !== undefined}
                maxLength={100}
                // What was kept belongs to the name that it had.
                onChange={name => change(header.id, { name, isKept: false })}
              />
              <SmallInput
                isCode
                label={t('webhooks.dialog.headerValue', { number })}
                placeholder={
                  header.isKept ? t('webhooks.dialog.kept') : undefined
                }
                value={header.value}
                isWrong={problem !== undefined}
                maxLength={2_000}
                onChange={value => change(header.id, { value })}
              />
              <IconButton
                size="small"
                aria-label={t('webhooks.dialog.removeHeader', { number })}
                onClick={() =>
                  onChange(headers.filter(each => each.id !== header.id))
                }
              >
                <Close style={{ fontSize: 16 }} />
              </IconButton>
            </div>
            {problem && <p className={classes.error}>{problem}</p>}
          </div>
        );
      })}
      <div>
        <TextButton
          size="small"
          color="primary"
          disabled={headers.length >= MAX_HEADERS}
          onClick={() => {
            const id = Math.max(-1, ...headers.map(each => each.id)) + 1;
            const added = { id, name: '', value: '', isKept: false };
            onChange([...headers, added]);
          }}
        >
          {t('webhooks.dialog.addHeader')}
        </TextButton>
      </div>
    </div>
  );
}
