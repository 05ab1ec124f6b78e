import { z } from 'zod';
import {
  savedViewSchema,
  viewChangeSchema,
  viewRequestSchema,
} from '../model/view';
import { permissionNames } from '../permissions';
import { route } from './route';

const params = z.strictObject({ viewId: z.string().min(1).max(128) });
/** A view is of no use to whoever may see no run; for groups, `viewShare` is needed as well. */
const permissions = [permissionNames.runRead];

/** The routes of saved views. @public */
export const viewRoutes = {
  listViews: route({
    method: 'get',
    path: '/views',
    summary: 'Saved views of the caller and of their groups, by name',
    permissions,
    result: z.object({
      /** 500 at most: those of the caller go first, then those of groups by name. */
      items: z.array(savedViewSchema),
      /** There are others, which can still be got by their ids. */
      isMore: z.boolean(),
    }),
  }),
  createView: route({
    method: 'post',
    path: '/views',
    summary: 'Save a view, for oneself or for one of one’s groups',
    permissions,
    body: viewRequestSchema,
    result: savedViewSchema,
    idempotent: true,
    statuses: [201, 200],
  }),
  getView: route({
    method: 'get',
    path: '/views/:viewId',
    summary: 'A saved view',
    permissions,
    params,
    result: savedViewSchema,
  }),
  changeView: route({
    method: 'put',
    path: '/views/:viewId',
    summary: 'Change a saved view that nobody has changed meanwhile',
    permissions,
    params,
    body: viewChangeSchema,
    result: savedViewSchema,
    idempotent: true,
  }),
  deleteView: route({
    method: 'delete',
    path: '/views/:viewId',
    summary: 'Delete a saved view',
    permissions,
    params,
    idempotent: true,
  }),
};
