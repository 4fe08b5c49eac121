export * from './area-server.js';
export * from './context.js';
export * from './problem.js';
