// What the tests of the whole house stand it up from.
export { areas } from './areas.js';
export { serveDocs } from './docs.js';
export { servePortal } from './portal.js';
