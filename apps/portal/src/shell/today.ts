/** Today's date where the bureau is, `YYYY-MM-DD`, by this machine's clock. */
export function todayInBureau(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
}
