import {
  actionsAllowed,
  aRun,
} from 'backstage-plugin-workflow-runs-react/testing';
import { BULK_ACTIONS, bulkOffers } from './bulkOffers';

const yes = { allowed: true, reason: null };
const no = (reason: string) => ({ allowed: false, reason });

const viewed = aRun({
  id: 'viewed',
  allowedActions: Object.fromEntries(
    BULK_ACTIONS.map(action => [action, no('You need a permission')]),
  ) as any,
});
const failed = aRun({
  id: 'failed',
  allowedActions: actionsAllowed({ cancel: no('The run has ended') }),
});
const running = aRun({
  id: 'running',
  allowedActions: actionsAllowed({ retry: no('The run is running') }),
});
const selected = (...ids: string[]) => ({ ids: new Set(ids), all: false });

describe('what is offered to do to the selected runs', () => {
  it('is nothing to whoever may do nothing to any run that is shown', () => {
    expect(bulkOffers([viewed], selected('viewed'))).toBeUndefined();
  });

  it('is what one of them allows', () => {
    const offers = bulkOffers([failed, running], selected('failed', 'running'));
    expect(offers?.retry).toEqual(yes);
    expect(offers?.cancel).toEqual(yes);
  });

  it('says why where none of them allows it', () => {
    const offers = bulkOffers([failed, running, viewed], selected('failed'));
    expect(offers?.cancel).toEqual(no('The run has ended'));
    expect(bulkOffers([failed, viewed], selected('viewed'))?.retry).toEqual(
      no('You need a permission'),
    );
  });

  it('names the most frequent of several reasons', () => {
    const others = ['a', 'b'].map(id => ({ ...viewed, id }));
    const offers = bulkOffers(
      [failed, ...others],
      selected('failed', 'a', 'b'),
    );
    expect(offers?.cancel.reason).toBe('You need a permission');
  });

  it.each([
    [
      'all that match are meant',
      [failed],
      { ...selected('failed'), all: true },
    ],
    ['some are not shown', [failed], selected('failed', 'elsewhere')],
    ['none is shown', [], selected('elsewhere')],
  ])('is left to the preview where %s', (_, shown, selection) => {
    expect(bulkOffers(shown, selection)?.cancel).toEqual(yes);
  });
});
