import { KeyboardEvent, ReactNode, useEffect, useId, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import Check from '@material-ui/icons/Check';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { focusOnOpen } from '../../layout/focusOnOpen';
import { SearchField } from '../../layout/SearchField';

const useStyles = makeStyles(
  theme => ({
    search: { padding: 8 },
    list: {
      maxHeight: 320,
      overflowY: 'auto',
      margin: 0,
      padding: '0 0 8px',
      listStyle: 'none',
      scrollPadding: 8,
    },
    option: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      minHeight: 32,
      padding: '0 12px',
      fontSize: 13,
      lineHeight: '20px',
      cursor: 'pointer',
    },
    active: { backgroundColor: theme.palette.action.hover },
    box: {
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'center',
      flex: 'none',
      width: 16,
      height: 16,
      borderRadius: 3,
      border: `1px solid ${statusColorsOf(theme).control}`,
      boxSizing: 'border-box',
    },
    checked: {
      borderColor: theme.palette.primary.main,
      backgroundColor: theme.palette.primary.main,
      color: theme.palette.primary.contrastText,
    },
    words: {
      flex: 1,
      minWidth: 0,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    more: {
      margin: 0,
      padding: '0 12px 8px',
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
    count: {
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
      fontVariantNumeric: 'tabular-nums',
    },
  }),
  { name: 'WorkflowRunsChoiceList' },
);

/** Nobody reads through more; typing finds what is not among them. */
const MOST_SHOWN = 100;

/** Something to choose. */
export interface Choice {
  value: string;
  label: string;
  count?: number;
}

/**
 * A field to type in, and below it what can be chosen: arrow keys move, Enter chooses, and the field
 * keeps the focus.
 */
export function ChoiceList(props: {
  label: string;
  choices: Choice[];
  /** Of a list from which several can be chosen. */
  selected?: readonly string[];
  onChoose: (value: string) => void;
  /** What is offered for a text that no choice is: "Use …". */
  freeLabel?: (text: string) => string;
  /** Shown where nothing can be chosen. */
  empty: ReactNode;
  footer?: ReactNode;
}) {
  const { label, choices, selected, onChoose, freeLabel, empty } = props;
  const classes = useStyles();
  const id = useId();
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { shown, more } = choicesFor(text, choices, freeLabel);
  const active = Math.min(place, shown.length - 1);
  const optionId = (index: number) => `${id}-${index}`;

  useEffect(() => {
    document
      .getElementById(`${id}-${active}`)
      ?.scrollIntoView?.({ block: 'nearest' });
  }, [id, active]);

  const choose = (value: string) => {
    onChoose(value);
    // What was typed is among the choices now.
    if (value === text.trim()) setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setPlace(Math.max(0, Math.min(shown.length - 1, active + step)));
    } else if (event.key === 'Enter' && shown[active]) {
      event.preventDefault();
      choose(shown[active].value);
    }
  };
  return (
    <div role="presentation" onKeyDown={onKeyDown}>
      <div className={classes.search}>
        <SearchField
          label={label}
          value={text}
          onChange={next => {
            setText(next);
            setPlace(0);
          }}
          fullWidth
          inputRef={focusOnOpen}
          inputProps={{
            role: 'combobox',
            'aria-expanded': true,
            'aria-autocomplete': 'list',
            'aria-controls': id,
            'aria-activedescendant': shown[active] && optionId(active),
          }}
        />
      </div>
      {shown.length === 0 && empty}
      <ul
        id={id}
        role="listbox"
        aria-label={label}
        aria-multiselectable={selected !== undefined}
        className={classes.list}
        hidden={shown.length === 0}
      >
        {shown.map(({ value, label: words, count }, index) => {
          const isSelected = selected?.includes(value) ?? false;
          return (
            // The field handles the keys: it keeps the focus.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <li
              key={value}
              id={optionId(index)}
              role="option"
              aria-selected={isSelected}
              className={`${classes.option} ${
                index === active ? classes.active : ''
              }`}
              onMouseMove={() => setPlace(index)}
              onMouseDown={event => event.preventDefault()}
              onClick={() => choose(value)}
            >
              {selected && (
                <span
                  className={`${classes.box} ${
                    isSelected ? classes.checked : ''
                  }`}
                >
                  {isSelected && <Check style={{ fontSize: 14 }} aria-hidden />}
                </span>
              )}
              <span className={classes.words} title={value}>
                {words}
              </span>{' '}
              {count !== undefined && (
                <span className={classes.count}>{count}</span>
              )}
            </li>
          );
        })}
      </ul>
      {more > 0 && (
        <p className={classes.more} role="status">
          {t('list.filters.more', { count: more })}
        </p>
      )}
      {props.footer}
    </div>
  );
}

/** The first choices that hold a text, how many more do, and the text itself where it may be one. */
function choicesFor(
  text: string,
  choices: Choice[],
  freeLabel?: (text: string) => string,
): { shown: Choice[]; more: number } {
  const typed = text.trim();
  const cut = (found: Choice[]) => ({
    shown: found.slice(0, MOST_SHOWN),
    more: Math.max(0, found.length - MOST_SHOWN),
  });
  if (!typed) return cut(choices);
  const wanted = typed.toLocaleLowerCase();
  const found = choices.filter(({ value, label }) =>
    `${label}\n${value}`.toLocaleLowerCase().includes(wanted),
  );
  const isThere = choices.some(({ value }) => value === typed);
  const { shown, more } = cut(found);
  return freeLabel && !isThere
    ? { shown: [...shown, { value: typed, label: freeLabel(typed) }], more }
    : { shown, more };
}

/** As wide as the panels of filters are. */
export const PANEL_WIDTH = sizes.stepName;
