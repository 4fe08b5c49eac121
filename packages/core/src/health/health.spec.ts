import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/house.testing.js';

describe('health', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse([], '2024-09-20');
  });
  afterAll(() => house.close());

  it('is ready while the database answers', async () => {
    const answer = await request(house.app.getHttpServer()).get('/api/health/ready');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: 'ok' });
  });

  it('refuses a parameter that it does not know, by name', async () => {
    const answer = await request(house.app.getHttpServer()).get('/api/health/ready?deep=1');
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.errors[0].path).toBe('deep');
  });

  it('answers what is not there with a problem', async () => {
    const answer = await request(house.app.getHttpServer()).get('/api/nowhere');
    expect([answer.status, answer.body.code]).toEqual([404, 'not-found']);
  });
});
