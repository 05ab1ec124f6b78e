import ChevronRight from '@material-ui/icons/ChevronRight';
import ExpandMore from '@material-ui/icons/ExpandMore';
import { useStepStyles } from '../styles';

/** Opens and closes what belongs to a row. By keyboard, the grid does it for its active row. */
export function DisclosureButton(props: {
  open: boolean;
  /** What it opens. */
  label: string;
  onToggle: () => void;
}) {
  const { open, label, onToggle } = props;
  const Icon = open ? ExpandMore : ChevronRight;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={useStepStyles().disclosure}
      aria-expanded={open}
      aria-label={label}
      onClick={event => {
        event.stopPropagation();
        onToggle();
      }}
    >
      <Icon style={{ fontSize: 18 }} aria-hidden />
    </button>
  );
}
