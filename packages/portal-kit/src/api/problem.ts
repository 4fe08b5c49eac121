import { type ProblemBody, problemSchema } from '@duban/contract';

/** `status` of a request that got no answer at all. */
export const noAnswer = 0;

/** A refusal of the API (RFC 9457), or no answer (`status` 0, `code` `network`). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  /** In the language of the request; empty where the server gave none. */
  readonly detail: string;
  readonly errors: ProblemBody['errors'];
  readonly requestId: string | null;

  constructor(
    problem: Pick<ProblemBody, 'status' | 'code' | 'detail' | 'errors'> & { requestId: string | null },
  ) {
    super(problem.detail || problem.code);
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail;
    this.errors = problem.errors;
    this.requestId = problem.requestId;
  }

  /** The message for one field of the request, by its path. */
  at(path: string): string | null {
    return this.errors.find((each) => each.path === path)?.message ?? null;
  }
}

/** Reads a refusal; an answer that is no problem document (a proxy's page, say) keeps its status. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const requestId = response.headers.get('x-request-id');
  const parsed = problemSchema.safeParse(await response.json().catch(() => null));
  if (parsed.success) return new ApiProblem(parsed.data);
  return new ApiProblem({
    status: response.status,
    code: `http-${response.status}`,
    detail: '',
    errors: [],
    requestId,
  });
}

export function networkProblem(): ApiProblem {
  return new ApiProblem({ status: noAnswer, code: 'network', detail: '', errors: [], requestId: null });
}

/** Anything thrown, as a problem; what is not one keeps its message. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new ApiProblem({ status: noAnswer, code: 'unexpected', detail, errors: [], requestId: null });
}
