/** Every entity of the features, for TypeORM. */
export const entities = [];
