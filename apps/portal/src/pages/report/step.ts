const controls = 'input:not([disabled]), textarea:not([disabled]), select:not([disabled])';

function firstIn(field: Element): HTMLElement | null {
  return (
    field.querySelector<HTMLElement>('input:checked:not([disabled])') ??
    field.querySelector<HTMLElement>(controls)
  );
}

/**
 * Enter in a plain input: the focus goes to the next field, after the last one to the submit button. False where
 * Enter has a meaning of its own: in longer texts, lists and calendars.
 */
export function toNextField(from: EventTarget, box: HTMLElement | null): boolean {
  if (!(from instanceof HTMLInputElement) || !box) return false;
  if (from.closest('.ant-select, .ant-picker')) return false;
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
  control?.scrollIntoView({ block: 'center' });
}
