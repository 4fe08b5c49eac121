import type { Language } from '@duban/contract';
import { problemOf } from './problem.filter.js';

/** What one thing of many was refused with, while the others go their way. */
export interface Refusal {
  status: number;
  code: string;
  /** Why, as exactly as it is known. */
  message: string;
}

/** Throws on what is no refusal but a fault: then nothing can be said of the others either. */
export function refusalOf(error: unknown, language: Language): Refusal {
  const problem = problemOf(error);
  if (!problem || problem.status >= 500) throw error;
  const reasons = problem.errors.map(({ message }) =>
    typeof message === 'string' ? message : message[language],
  );
  return {
    status: problem.status,
    code: problem.code,
    message: reasons.length > 0 ? reasons.join(language === 'zh' ? '；' : '; ') : problem.detail[language],
  };
}
