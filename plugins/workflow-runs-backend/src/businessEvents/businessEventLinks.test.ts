import { businessEventLinks, problemOfUrl } from './businessEventLinks';

const links = businessEventLinks([
  { prefix: 'erp:', url: 'https://erp.example.com/events/{id}' },
  { prefix: 'erp:invoice#', url: 'https://erp.example.com/invoices/{rest}' },
  { prefix: 'shop:', url: 'http://shop/{rest}?all={id}&again={rest}#{id}' },
  { prefix: 'wiki:', url: 'https://wiki/start' },
]);

describe('the link to a business event', () => {
  it.each([
    [null, null],
    ['', null],
    ['crm:7', null],
    ['ERP:7', null],
    ['erp:7', 'https://erp.example.com/events/erp%3A7'],
    ['erp:', 'https://erp.example.com/events/erp%3A'],
    ['erp:invoice#98421', 'https://erp.example.com/invoices/98421'],
    ['erp:invoice#', 'https://erp.example.com/invoices/'],
    ['shop:a b', 'http://shop/a%20b?all=shop%3Aa%20b&again=a%20b#shop%3Aa%20b'],
    ['wiki:7', 'https://wiki/start'],
    [
      'erp:../admin?x=1&y#z',
      'https://erp.example.com/events/erp%3A..%2Fadmin%3Fx%3D1%26y%23z',
    ],
    ['erp:{rest}', 'https://erp.example.com/events/erp%3A%7Brest%7D'],
    ['erp:$&', 'https://erp.example.com/events/erp%3A%24%26'],
    ['erp:\ud800', 'https://erp.example.com/events/erp%3A%EF%BF%BD'],
  ])('%j is %j', (id, url) => {
    expect(links(id)).toBe(url);
  });

  it('of an empty prefix is for all others', () => {
    const all = businessEventLinks([
      { prefix: '', url: 'https://all/{rest}' },
      { prefix: 'a', url: 'https://a/{rest}' },
    ]);

    expect(all('b1')).toBe('https://all/b1');
    expect(all('a1')).toBe('https://a/1');
  });
});

describe('the URL of a rule', () => {
  it.each([
    ['https://erp.example.com/events/{id}', undefined],
    ['http://localhost:8080/{rest}?of={id}', undefined],
    ['/events/{id}', 'must be an absolute URL'],
    ['', 'must be an absolute URL'],
    ['vbscript:alert({id})', 'must be an http or https URL'],
    ['data:text/html,{id}', 'must be an http or https URL'],
    ['ftp://files/{id}', 'must be an http or https URL'],
    ['https://{id}/events', 'must have no placeholder in its host'],
    ['https://{rest}.example.com', 'must have no placeholder in its host'],
    ['https://{id}@example.com/', 'must have no placeholder in its host'],
    [
      'https://erp/{number}',
      'has no placeholder {number}: there are {id} and {rest}',
    ],
  ])('%j: %j', (url, problem) => {
    expect(problemOfUrl(url)).toBe(problem);
  });
});
