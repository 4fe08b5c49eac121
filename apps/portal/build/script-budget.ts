import type { Plugin } from 'vite';
import { brotli } from './pre-compress.js';

/**
 * Adds up the compressed script that the given modules need, with all that they import statically, prints the
 * figure, and fails the build above it. A module is named by the end of its path; one that is in no chunk
 * fails the build too, or a renamed page would pass unmeasured.
 */
export function scriptBudget({ modules, kilobytes }: { modules: string[]; kilobytes: number }): Plugin {
  return {
    name: 'duban:script-budget',
    apply: 'build',
    async writeBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((each) => each.type === 'chunk');
      const needed = new Set<string>();
      const need = (name: string) => {
        if (needed.has(name)) return;
        needed.add(name);
        for (const next of chunks.find((chunk) => chunk.fileName === name)?.imports ?? []) need(next);
      };
      for (const module of modules) {
        const chunk = chunks.find((each) => each.moduleIds.some((id) => id.endsWith(module)));
        if (!chunk)
          throw new Error(`script budget: no chunk holds ${module}. Fix: name the file as it is now.`);
        need(chunk.fileName);
      }
      let bytes = 0;
      for (const chunk of chunks) if (needed.has(chunk.fileName)) bytes += (await brotli(chunk.code)).length;
      const figure = (bytes / 1024).toFixed(1);
      const said = `first load (login and board): ${figure} KB of compressed script in ${needed.size} files`;
      if (bytes > kilobytes * 1024) {
        throw new Error(
          `${said}; at most ${kilobytes} KB. Fix: move what they do not need at first behind import().`,
        );
      }
      console.log(`${said}, of at most ${kilobytes} KB`);
    },
  };
}
