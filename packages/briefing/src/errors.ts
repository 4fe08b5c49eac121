/** The document cannot be laid out as given; the message names the thing, says why and says the fix. */
export class BriefingInputError extends Error {
  override readonly name = 'BriefingInputError';

  constructor(thing: string, why: string, fix: string) {
    super(`${thing}：${why}；${fix}`);
  }
}
