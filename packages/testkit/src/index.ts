export {
  createTestDatabase,
  type TestDatabase,
  type TestDatabaseUrls,
  type TestTemplate,
} from './database.js';
