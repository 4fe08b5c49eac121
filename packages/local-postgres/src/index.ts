export { LocalPostgresError } from './errors.js';
export {
  type LocalPostgres,
  type LocalPostgresOptions,
  removeLocalPostgres,
  startLocalPostgres,
} from './local-postgres.js';
export { APP_ROLE, type DatabaseUrls, ensureRolesAndDatabase, OWNER_ROLE, roleUrls } from './roles.js';
