import type { DatabaseHome, House } from '../house.js';
import type { Tell } from '../progress.js';
import type { Settings } from '../settings.js';

/** What a command is given: settings, options, and where it stands. */
export interface CommandRun {
  settings: Settings;
  home: DatabaseHome;
  tell: Tell;
  options: Readonly<Record<string, string | undefined>>;
  /** Opens the application, for commands that need its services; it is closed by itself. */
  house(): Promise<House>;
}

/** A command of `pnpm duban`. */
export interface Command {
  summary: string;
  /** Options by name, each with its help. All take a value. */
  options?: Readonly<Record<string, string>>;
  run(given: CommandRun): Promise<void>;
}
