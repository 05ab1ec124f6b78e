import { Theme, useTheme } from '@material-ui/core/styles';
import { statusColors, StatusColors } from './tokens';

/** The status colours that go with a theme; for `makeStyles`. @public */
export function statusColorsOf(theme: Theme): StatusColors {
  return statusColors[theme.palette.type === 'dark' ? 'dark' : 'light'];
}

/** The status colours that go with the portal's theme. @public */
export function useStatusColors(): StatusColors {
  return statusColorsOf(useTheme<Theme>());
}
