import {
  createContext,
  ReactNode,
  useCallback,
  useContext,
  useRef,
  useState,
} from 'react';
import { RunSnapshot } from 'backstage-plugin-workflow-runs-react';
import { Boundary } from '../layout/Boundary';
import { FailedDialog } from './FailedDialog';
import { Operation } from './operation';
import { OperationDialog } from './OperationDialog';

/** Opens the dialog of an operation; `opener` gets the focus back. */
export type OpenOperation = (
  operation: Operation,
  opener: HTMLElement | null,
) => void;

const OperationsContext = createContext<OpenOperation | undefined>(undefined);

/** Id of what gets the focus where the button that opened a dialog is gone. */
export const ACTIONS_MENU = 'workflow-runs-actions-menu';

interface Opened {
  id: number;
  operation: Operation;
  opener: HTMLElement | null;
  /** Closed by its reader, but the engine has not answered yet. */
  hidden: boolean;
}

/** Shows the dialogs in which a run, or one of its steps, is operated. */
export function OperationsProvider(props: {
  snapshot: RunSnapshot;
  hrefOf: (runId: string) => string;
  children: ReactNode;
}) {
  const { snapshot, hrefOf, children } = props;
  const [opened, setOpened] = useState<Opened[]>([]);
  const count = useRef(0);
  const open = useCallback<OpenOperation>((operation, opener) => {
    count.current += 1;
    const id = count.current;
    setOpened(before => [...before, { id, operation, opener, hidden: false }]);
  }, []);
  const close = ({ id, hidden, opener }: Opened) => {
    setOpened(before => before.filter(each => each.id !== id));
    if (!hidden) focusAgain(opener);
  };
  const hide = ({ id, opener }: Opened) => {
    setOpened(before =>
      before.map(each => (each.id === id ? { ...each, hidden: true } : each)),
    );
    focusAgain(opener);
  };
  return (
    <OperationsContext.Provider value={open}>
      {children}
      {opened.map(each => (
        <Boundary
          key={each.id}
          fallback={failure => (
            <FailedDialog {...failure} onClose={() => close(each)} />
          )}
        >
          <OperationDialog
            operation={each.operation}
            snapshot={snapshot}
            hrefOf={hrefOf}
            hidden={each.hidden}
            onHide={() => hide(each)}
            onClose={() => close(each)}
          />
        </Boundary>
      ))}
    </OperationsContext.Provider>
  );
}

/** Opens dialogs of the run page that it is called on. */
export function useOperations(): OpenOperation {
  const open = useContext(OperationsContext);
  if (!open) throw new Error('This needs an <OperationsProvider> around it');
  return open;
}

/** The dialog has to be gone first: until then it keeps the focus. */
function focusAgain(opener: HTMLElement | null) {
  setTimeout(() => {
    const target = opener?.isConnected
      ? opener
      : document.getElementById(ACTIONS_MENU);
    target?.focus();
  });
}
