/** Takes one line for each step that a person who waits wants to know of. Never a secret. */
export type Tell = (line: string) => void;

/** Prints lines with the seconds since now. */
export function timedTell(write: (line: string) => void = console.log): Tell {
  const began = performance.now();
  return (line) => write(`[${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s] ${line}`);
}
