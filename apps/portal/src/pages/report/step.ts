import { dateSchema } from '@duban/contract';

const controls = 'input:not([disabled]), textarea:not([disabled]), select:not([disabled])';

function firstIn(field: Element): HTMLElement | null {
  return (
    field.querySelector<HTMLElement>('input:checked:not([disabled])') ??
    field.querySelector<HTMLElement>(controls)
  );
}

/** The list to choose from that an element belongs to. */
export function listOf(element: EventTarget): Element | null {
  return element instanceof Element ? element.closest('.ant-select') : null;
}

/**
 * Enter in a plain input: the focus goes to the next field, after the last one to the submit button. False where
 * Enter has a meaning of its own: in longer texts, and in lists and calendars until something is chosen.
 */
export function toNextField(from: EventTarget, box: HTMLElement | null): boolean {
  if (!(from instanceof HTMLInputElement) || !box) return false;
  if (from.closest('.ant-picker') && !dateSchema.safeParse(from.value).success) return false;
  const list = listOf(from);
  if (list && (from.ariaExpanded === 'true' || !list.querySelector('.ant-select-clear'))) return false;
  const fields = [...box.querySelectorAll('.field, .labelled')];
  const at = fields.findIndex((field) => field.contains(from));
  if (at < 0) return false;
  const next = fields
    .slice(at + 1)
    .map(firstIn)
    .find((each) => each !== null);
  (next ?? box.querySelector<HTMLElement>('button[type="submit"]'))?.focus();
  if (next instanceof HTMLInputElement && next.type !== 'radio') next.select();
  return true;
}

/** Puts the focus where the writing begins. */
export function toFirstField(box: HTMLElement | null): void {
  const field = box?.querySelector('.field');
  if (field) firstIn(field)?.focus({ preventScroll: true });
}

/** Puts the focus on the first field with an error, for the writer to mend. */
export function toFirstFault(box: HTMLElement | null): void {
  const faulty = [...(box?.querySelectorAll('.field, .labelled') ?? [])].find((field) =>
    field.querySelector('.field-error'),
  );
  const control = faulty && firstIn(faulty);
  control?.focus();
  if (control instanceof HTMLInputElement && control.type !== 'radio') control.select();
  control?.scrollIntoView({ block: 'center' });
}
