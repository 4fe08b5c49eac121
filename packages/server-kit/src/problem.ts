import type { Text } from '@duban/contract';

export interface FieldError {
  /** Where in the request, `data.diverted`. */
  path: string;
  code: string;
  /** What is wrong with it; in both languages where a person is likely to read it. */
  message: string | Text;
}

export interface ProblemExtras {
  errors?: FieldError[];
  /** Replaces the error's own sentence where the case has more to say. */
  detail?: Text;
}

/** A refusal. Thrown anywhere below a controller; one filter turns it into problem details (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: Text,
    readonly errors: FieldError[],
  ) {
    super(`${code}: ${detail.en}`);
    this.name = 'Problem';
  }
}

/**
 * Declares a refusal once: its stable code, its HTTP status, and what is said to the person.
 * The result makes the error to throw: `throw taskNotFound()`.
 */
export function defineError(code: string, status: number, detail: Text): (extras?: ProblemExtras) => Problem {
  return (extras = {}) => new Problem(code, status, extras.detail ?? detail, extras.errors ?? []);
}
