import { findPersonalNumber, type Text } from '@duban/contract';
import type { FieldError } from '@duban/server-kit';
import { z } from 'zod';
import { unknownParameter, validationFailed } from './errors.js';

/** zod's issues as field errors; `prefix` names the part of the request. */
export function fieldErrors(error: z.ZodError, prefix = ''): FieldError[] {
  return error.issues.flatMap((issue) => {
    const at = [...(prefix ? [prefix] : []), ...issue.path.map(String)];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...at, key].join('.') || '(body)',
        code: 'unknown-field',
        message: { zh: '未知的字段', en: 'unknown field' },
      }));
    }
    const code =
      issue.code === 'custom' ? String(issue.params?.code ?? 'invalid') : issue.code.replaceAll('_', '-');
    return [
      { path: at.join('.') || '(body)', code, message: { zh: inChinese(issue, code), en: issue.message } },
    ];
  });
}

/** The schemas' own refusals, said in Chinese. */
const chinese: Record<string, string> = {
  required: '必填',
  integer: '应为整数',
  number: '应为数字',
  string: '应为文字',
  boolean: '应为是或否',
  array: '应为列表',
  object: '应为对象',
};

function inChinese(issue: z.core.$ZodIssue, code: string): string {
  switch (issue.code) {
    case 'invalid_type':
      return chinese[issue.expected] ?? '类型不正确';
    case 'too_small':
      return issue.origin === 'string' ? `至少 ${issue.minimum} 个字` : `不得小于 ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' ? `至多 ${issue.maximum} 个字` : `不得大于 ${issue.maximum}`;
    case 'invalid_format':
      return '格式不正确';
    case 'invalid_value':
      return '不在可选范围内';
    case 'invalid_union':
      return '不符合任何一种允许的形式';
    case 'custom':
      // A schema's own refusal says itself in Chinese: `refine(…, { error: '…', params: { zh: '…' } })`.
      return typeof issue.params?.zh === 'string' ? issue.params.zh : (chinese[code] ?? issue.message);
    default:
      return chinese[code] ?? issue.message;
  }
}

/** Parses, or throws 422 with the path of every fault. */
export function parseOrRefuse<T>(schema: z.ZodType<T>, value: unknown, prefix = ''): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw validationFailed({ errors: fieldErrors(parsed.error, prefix) });
}

/** 400 for a query parameter that the endpoint does not know. */
export function refuseUnknownParameters(
  schema: z.ZodObject | undefined,
  query: Record<string, unknown>,
): void {
  const known = schema ? Object.keys(schema.shape) : [];
  const unknown = Object.keys(query).filter((key) => !known.includes(key));
  if (unknown.length === 0) return;
  throw unknownParameter({
    errors: unknown.slice(0, 20).map((key) => ({
      path: key.slice(0, 100),
      code: 'unknown-parameter',
      message: { zh: '未知的查询参数', en: 'unknown parameter' },
    })),
  });
}

/** Deeper than any request that means well; bounds every walk over a body. */
const maxBodyDepth = 32;
/** A surrogate on its own; a whole pair is one character to this. */
const halfCharacter = /\p{Surrogate}/u;

/**
 * 422 for what may never be stored, naming the place: U+0000 and halves of characters (lone surrogates), which
 * PostgreSQL refuses; prototype keys; nesting without end; and, unless the endpoint takes secrets, an identity-card
 * or mobile number, for Duban holds no member of the public.
 */
export function refuseUnstorable(value: unknown, screened: boolean, path: string[] = []): void {
  if (typeof value === 'string') refuseText(value, screened, path);
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= maxBodyDepth)
    refusePlace(path.slice(0, 4), 'too-deep', `nests more than ${maxBodyDepth} levels`);
  for (const [key, each] of Object.entries(value)) {
    if (key === '__proto__' || (key === 'prototype' && path.at(-1) === 'constructor'))
      refusePlace([...path, key], 'prototype-key', 'is a key that no request needs: leave it out');
    if (key.includes('\u0000'))
      refusePlace([...path, key.replaceAll('\u0000', '␀')], 'nul-character', 'contains U+0000');
    if (halfCharacter.test(key)) refusePlace(path, 'broken-character', 'has a key that is no text');
    refuseUnstorable(each, screened, [...path, key]);
  }
}

function refuseText(text: string, screened: boolean, path: string[]): void {
  if (text.includes('\u0000'))
    refusePlace(path, 'nul-character', { zh: '含有 U+0000', en: 'contains U+0000' });
  if (halfCharacter.test(text))
    refusePlace(path, 'broken-character', { zh: '含有残缺的字符', en: 'holds half of a character' });
  const found = screened ? findPersonalNumber(text) : null;
  if (found)
    refusePlace(
      path,
      'personal-number',
      found.kind === 'mobile'
        ? { zh: '含有手机号码，请删去', en: 'holds a mobile number: leave it out' }
        : { zh: '含有身份证号码，请删去', en: 'holds an identity-card number: leave it out' },
    );
}

function refusePlace(path: string[], code: string, message: string | Text): never {
  throw validationFailed({ errors: [{ path: path.join('.').slice(0, 200) || '(body)', code, message }] });
}
