/** @file The few file operations that the store needs, and their version in memory. */

/** Files by path; folders exist where a file is in them. */
export interface FileTree {
  /** undefined where there is no such file. */
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  /** Writes the whole file. A crash may leave it cut short: whoever reads must be able to tell. */
  readonly write: (path: string, bytes: Uint8Array) => Promise<void>;
  /** Removes a file or a folder with all in it; nothing happens where there is none. */
  readonly remove: (path: string) => Promise<void>;
  /** Names in a folder, files and folders alike; empty where there is none. */
  readonly list: (folder: string) => Promise<readonly string[]>;
}

/** The browser gave no more room. */
export class StorageFullError extends Error {
  override readonly name = 'StorageFullError';
}

/** For tests, for Node, and where a browser has no file system of its own: lasts as long as the tab. */
export function memoryFileTree(): FileTree {
  const files = new Map<string, Uint8Array>();
  return {
    read: async (path) => files.get(path)?.slice(),
    write: async (path, bytes) => void files.set(path, bytes.slice()),
    remove: async (path) => {
      for (const known of [...files.keys()]) if (known === path || known.startsWith(`${path}/`)) files.delete(known);
    },
    list: async (folder) => {
      const prefix = folder === '' ? '' : `${folder}/`;
      const inside = [...files.keys()].filter((path) => path.startsWith(prefix));
      return [...new Set(inside.map((path) => path.slice(prefix.length).split('/', 1)[0] ?? ''))].sort();
    },
  };
}
