import { Theme } from '@material-ui/core/styles';
import { sizes } from 'backstage-plugin-workflow-runs-react';

/** How something looks that a button has led the keyboard to. */
export const focusedCard = (theme: Theme) => ({
  outline: 'none',
  '&:focus-visible': {
    outline: `2px solid ${theme.palette.primary.main}`,
    outlineOffset: 2,
    borderRadius: sizes.radius.card,
  },
});
