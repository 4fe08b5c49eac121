import type { Recipe } from '../recipe.js';
import { lawAndPeople } from './law-and-people.js';
import { prevention } from './prevention.js';
import { riskAndCommand } from './risk-and-command.js';
import { serviceAndTraffic } from './service-and-traffic.js';

/** Recipes by `<area id>.<form key>`. */
export const recipes: Readonly<Record<string, Recipe>> = {
  ...riskAndCommand,
  ...prevention,
  ...serviceAndTraffic,
  ...lawAndPeople,
};
