export { branchesOf, type Branches } from './branches';
export { branchStatus } from './branchStatus';
export { parallelBranches } from './parallelBranches';
