import {
  SavedView,
  ViewChange,
  ViewRequest,
} from 'backstage-plugin-workflow-runs-common';
import { apiError } from './apiError';
import { at } from './builders';

/** Whose views a fake backend holds, unless it is said. */
const ME = 'user:default/guest';

/** A saved view of the reader; say what differs. @public */
export function aSavedView(overrides: Partial<SavedView> = {}): SavedView {
  return {
    id: 'view_1',
    name: 'Failed in production',
    description: '',
    owner: ME,
    filter: { status: 'failed', environment: 'prod' },
    sort: '-queuedAt',
    columns: null,
    createdBy: ME,
    createdAt: at(0),
    updatedAt: at(0),
    version: 1,
    mine: true,
    editable: true,
    ...overrides,
  };
}

/** Saved views in memory, with the conflicts that the API has. @public */
export class FakeViews {
  items: SavedView[] = [];

  get(id: string): SavedView {
    const found = this.items.find(each => each.id === id);
    if (!found) throw apiError(404, { message: `There is no view ${id}` });
    return found;
  }

  create(request: ViewRequest): SavedView {
    this.checkName(request, undefined);
    const view = aSavedView({
      id: `view_${this.items.length + 1}`,
      ...contentOf(request),
    });
    this.items.push(view);
    return view;
  }

  change(id: string, { version, ...request }: ViewChange): SavedView {
    const before = this.get(id);
    if (before.version !== version) {
      throw apiError(409, {
        message: `version: the view has version ${before.version}, and this is a change of version ${version}: load it anew`,
      });
    }
    this.checkName(request, id);
    const view = {
      ...before,
      ...contentOf({ owner: before.owner, ...request }),
      version: version + 1,
    };
    this.items = this.items.map(each => (each.id === id ? view : each));
    return view;
  }

  delete(id: string): Record<string, never> {
    this.get(id);
    this.items = this.items.filter(each => each.id !== id);
    return {};
  }

  private checkName({ name, owner = ME }: ViewRequest, id?: string) {
    const taken = this.items.some(
      each => each.name === name && each.owner === owner && each.id !== id,
    );
    if (taken) {
      throw apiError(409, {
        message: 'name: the owner has another view of this name',
      });
    }
  }
}

function contentOf(request: ViewRequest): Partial<SavedView> {
  const { name, description = '', owner = ME, sort = '-queuedAt' } = request;
  return {
    name,
    description,
    owner,
    mine: owner.startsWith('user:'),
    filter: (request.filter ?? {}) as SavedView['filter'],
    sort,
    columns: request.columns ?? null,
  };
}
