/** A manifest that cannot run: names the area, the key, the cause and the fix. */
export class ManifestError extends Error {
  constructor(
    readonly area: string,
    readonly key: string,
    override readonly cause: string,
    readonly fix: string,
  ) {
    super(`area "${area}", ${key}: ${cause}. Fix: ${fix}.`);
    this.name = 'ManifestError';
  }
}
