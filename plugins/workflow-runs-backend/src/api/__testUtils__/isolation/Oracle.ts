import { permissionNames } from 'backstage-plugin-workflow-runs-common';
import {
  isRunVisible,
  isWorkflowVisible,
  Visibility,
} from '../../../queries/condition';
import { Mark } from './markers';
import { Policy } from './policies';
import { World } from './World';

/** Says by each row what a caller may see, and never by a query. */
export class Oracle {
  constructor(private readonly world: World, private readonly policy: Policy) {}

  /** Whether the caller has a permission on anything at all. */
  has(permission: string): boolean {
    return this.policy[permission] !== 'none';
  }

  permits(permission: string, index: number): boolean {
    return (
      index < this.world.drawn.runs.length &&
      isRunVisible(this.world.resourceOf(index), this.policy[permission])
    );
  }

  sees(index: number): boolean {
    return this.permits(permissionNames.runRead, index);
  }

  readsIo(index: number): boolean {
    return this.sees(index) && this.permits(permissionNames.runReadIo, index);
  }

  seesWorkflow(index: number): boolean {
    const { ref, tenant, owners } = this.world.drawn.workflows[index];
    const workflow = {
      ref,
      engine: ref.split('/')[0],
      tenantId: tenant,
      ownerRefs: owners,
    };
    return isWorkflowVisible(
      workflow,
      this.policy[permissionNames.workflowRead] as Visibility<any>,
    );
  }

  seesJob(index: number): boolean {
    return (
      this.world.drawn.jobs[index].by === 'caller' ||
      this.has(permissionNames.bulkJobManage)
    );
  }

  seesView(index: number): boolean {
    return ['caller', 'group'].includes(this.world.drawn.views[index]);
  }

  /** Indexes of the runs that the caller may see. */
  seen(): number[] {
    return [...this.world.drawn.runs.keys()].filter(index => this.sees(index));
  }

  /** Whether a mark may be in what the caller is told. */
  allows({ world, kind, index }: Mark): boolean {
    if (world !== this.world.number) return false;
    switch (kind) {
      case 'run':
        return this.sees(index);
      case 'io':
        return this.readsIo(index);
      case 'id':
        // Where a run comes from is told by that run.
        return [index, ...this.#comeFrom(index)].some(run => this.sees(run));
      case 'title':
        return (
          this.seesWorkflow(index) ||
          this.seen().some(run => this.world.drawn.runs[run].workflow === index)
        );
      case 'flow':
        return this.seesWorkflow(index);
      case 'job':
        return this.seesJob(index);
      case 'view':
        return this.seesView(index);
      default:
        // Watchers are counted, and nobody is told who they are.
        return false;
    }
  }

  #comeFrom(index: number): number[] {
    return [...this.world.drawn.runs.keys()].filter(
      run =>
        this.world.before(run, 'parent') === index ||
        this.world.before(run, 'origin') === index,
    );
  }
}
