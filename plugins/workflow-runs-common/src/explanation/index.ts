export { explain, type Explanation, type RunToExplain } from './explain';
