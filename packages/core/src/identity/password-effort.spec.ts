import type * as argon2 from '@node-rs/argon2';
import { verify } from '@node-rs/argon2';
import { expect, it, vi } from 'vitest';
import { hashPassword, passwordMatches } from './password.js';

vi.mock('@node-rs/argon2', async (original) => {
  const actual = await original<typeof argon2>();
  return { ...actual, verify: vi.fn(actual.verify) };
});

it('does the same work for a name that nobody has as for one that somebody has', async () => {
  const stored = await hashPassword('a password of somebody');
  expect(await passwordMatches('another one', stored)).toBe(false);
  expect(await passwordMatches('another one', null)).toBe(false);
  const [known, unknown] = vi.mocked(verify).mock.calls.map(([hash]) => String(hash).split('$').slice(0, 4));
  expect(known?.[1]).toBe('argon2id');
  expect(unknown).toEqual(known);
});
