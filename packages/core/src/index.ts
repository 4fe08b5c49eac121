export * from './app.js';
export * from './areas/area-entry.js';
export * from './database/database.js';
export * from './kernel/index.js';
