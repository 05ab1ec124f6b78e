import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Problem, explain, problemFromOutput } from './problem.mjs';

describe('explain', () => {
  const cases = [
    ['ENOSPC: no space left on device, write', /disk is full/],
    ['npm error code ENOSPC', /disk is full/],
    ['getaddrinfo ENOTFOUND registry.example', /cannot be reached/],
    ['connect ECONNREFUSED 127.0.0.1:9', /cannot be reached/],
    ['➤ YN0001: │ RequestError: connect ETIMEDOUT', /cannot be reached/],
    ['npm error code E401', /refuses the credentials/],
    ['➤ YN0041: │ Invalid authentication', /refuses the credentials/],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN', /certificate/],
    ['➤ YN0028: │ The lockfile would have been modified', /yarn.lock/],
    ['npm error code E404', /does not have a package/],
    ['EACCES: permission denied, mkdir', /cannot be written/],
    ['listen EADDRINUSE: address already in use :::7007', /port/],
  ];
  for (const [output, expected] of cases) {
    it(`understands "${output}"`, () => {
      assert.match(explain(output).message, expected);
    });
  }

  it('puts a full disk before the errors that follow from it', () => {
    const output = 'RequestError: socket hang up\nENOSPC: no space left';
    assert.match(explain(output).message, /disk is full/);
  });

  it('does not take numbers of steps, versions and sizes for errors', () => {
    assert.equal(explain('➤ YN0000: └ Completed in 1m 401ms'), undefined);
    assert.equal(explain('Done in 4.404 s'), undefined);
  });
});

describe('problemFromOutput', () => {
  it('names what failed, what that means and the lines that tell', () => {
    const problem = problemFromOutput(
      'Could not fetch yarn',
      'some chatter\nnpm error code ECONNREFUSED\nmore chatter',
    );
    assert.ok(problem instanceof Problem);
    assert.match(problem.message, /^Could not fetch yarn: .*reached/);
    assert.match(problem.hint, /npm error code ECONNREFUSED/);
    assert.doesNotMatch(problem.hint, /chatter/);
  });

  it('shows the last lines of what it does not understand', () => {
    const problem = problemFromOutput('It broke', 'first\nlast');
    assert.equal(problem.message, 'It broke.');
    assert.match(problem.hint, /last/);
  });
});
