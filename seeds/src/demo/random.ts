/** A number in [0, 1) that depends on the key alone: the demo is the same at every seeding. FNV-1a, then mixed. */
export function chance(...key: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const char of key.join('|')) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** A number in [-1, 1) that depends on the key alone. */
export function spread(...key: readonly (string | number)[]): number {
  return chance(...key) * 2 - 1;
}

/** One of the choices, by the key alone. */
export function pick<T>(choices: readonly [T, ...T[]], ...key: readonly (string | number)[]): T {
  return choices[Math.floor(chance(...key) * choices.length)] ?? choices[0];
}
