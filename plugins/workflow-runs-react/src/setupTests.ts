import '@testing-library/jest-dom';
import { notifyManager } from '@tanstack/react-query';
import { act, configure } from '@testing-library/react';

// Many packages are tested at once: what is waited for may take its time.
configure({ asyncUtilTimeout: 10_000 });
jest.setTimeout(30_000);

// What is fetched arrives from outside of React, which would complain of each change that it makes.
notifyManager.setNotifyFunction(act);

// Material UI 4, which the portal's own components are made of, still calls findDOMNode. React says
// so in strict mode, once per test file; nothing in this package can change it.
/* eslint-disable no-console */
const report = console.error;
console.error = (...args: unknown[]) => {
  if (!String(args[0]).includes('findDOMNode')) report(...args);
};
