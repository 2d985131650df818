/** @file `lab bake`. */
import type { Command } from '../command';
export const bakeCommand: Command = { name: 'bake', summary: '', options: {}, run: async () => ({}), print: () => '' };
