import { hash, verify } from '@node-rs/argon2';
import { isCommonPassword } from './common-passwords.js';

/** argon2id, 19 MiB, two passes (OWASP); about 20 ms of one core. Raising it leaves stored hashes valid. */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost);
}

// Of no password: what a sign-in under an unknown name is checked against, so that it takes as long.
let nobody: Promise<string> | null = null;

/** Whether the password is the hash's. Without a hash it takes the same time and is false. */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  nobody ??= hashPassword(`${Math.random()}`);
  const matches = await verify(stored ?? (await nobody), password.normalize('NFKC'));
  return stored !== null && matches;
}

export type PasswordFault = 'common' | 'contains-username' | 'too-short';
export const minPasswordLength = 12;

/** Why a password must not be used; null when it may. */
export function passwordFault(password: string, username: string): PasswordFault | null {
  const folded = password.normalize('NFKC');
  if ([...folded].length < minPasswordLength) return 'too-short';
  if (username.length >= 4 && folded.toLowerCase().includes(username.toLowerCase()))
    return 'contains-username';
  return isCommonPassword(folded) ? 'common' : null;
}
