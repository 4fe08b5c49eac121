import { createHash, randomBytes, randomInt } from 'node:crypto';

/** 256 random bits, as a cookie or a header carries them. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret. A plain hash is enough for 256 random bits: there is nothing to guess. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

// Without the letters and digits that are mistaken for one another on paper.
const letters = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A one-time password for a person to type: 20 characters in fours, 115 bits. */
export function newInitialPassword(): string {
  const groups = Array.from({ length: 5 }, () =>
    Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join(''),
  );
  return groups.join('-');
}
