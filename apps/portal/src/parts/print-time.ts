// Sweden writes dates as ISO does: `2024-09-20 14:05`, the same in both languages.
const format = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** Prints an instant in the bureau's time zone, to the minute; what is no instant stays as it is. */
export function printTime(instant: string): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant : format.format(date);
}
