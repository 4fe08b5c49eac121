/** How far a piece of long work is. Telling throws where it is to stop; direct downloads tell nobody. */
export class Steps {
  private done = 0;
  private total = 0;

  constructor(
    private readonly tell: (done: number, total: number) => Promise<void> = () => Promise.resolve(),
  ) {}

  /** There is so much more to do than was known. */
  expect(more: number): Promise<void> {
    this.total += more;
    return this.tell(this.done, this.total);
  }

  /** One more is behind it. */
  next(): Promise<void> {
    this.done += 1;
    return this.tell(this.done, this.total);
  }

  /** Builds one part after the other, a step each. */
  async each<T, R>(items: readonly T[], build: (item: T) => R): Promise<R[]> {
    const built: R[] = [];
    for (const item of items) {
      built.push(build(item));
      await this.next();
    }
    return built;
  }
}
