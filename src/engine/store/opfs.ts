/** @file The file tree in the browser's own file system (OPFS). Works in a worker only: access handles are synchronous. */

import { type FileTree, StorageFullError } from './fileTree';

/** The tree under `root`, or undefined where the browser grants none (a private window, an old browser). */
export async function openOpfs(root: string): Promise<FileTree | undefined> {
  try {
    const top = await navigator.storage.getDirectory();
    const folder = await top.getDirectoryHandle(root, { create: true });
    // Granting the folder does not mean granting the handles: Safari's private windows refuse here.
    const tree = opfsFileTree(folder);
    await tree.write('probe', new Uint8Array(1));
    await tree.remove('probe');
    return tree;
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError || error instanceof StorageFullError)
      return undefined;
    throw error;
  }
}

function opfsFileTree(root: FileSystemDirectoryHandle): FileTree {
  return {
    read: async (path) => {
      const place = await resolve(root, path, false);
      if (!place) return undefined;
      try {
        const file = await (await place.folder.getFileHandle(place.name)).getFile();
        return new Uint8Array(await file.arrayBuffer());
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    write: async (path, bytes) => {
      const place = await resolve(root, path, true);
      if (!place) return;
      try {
        await writeWhole(await place.folder.getFileHandle(place.name, { create: true }), bytes);
      } catch (error) {
        if (error instanceof DOMException && error.name === 'QuotaExceededError') throw new StorageFullError(path);
        throw error;
      }
    },
    remove: async (path) => {
      const place = await resolve(root, path, false);
      if (!place) return;
      try {
        await place.folder.removeEntry(place.name, { recursive: true });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
    list: async (path) => {
      const folder = path === '' ? root : await folderAt(root, path.split('/'), false);
      const names: string[] = [];
      if (folder) for await (const name of folder.keys()) names.push(name);
      return names.sort();
    },
  };
}

async function writeWhole(file: FileSystemFileHandle, bytes: Uint8Array): Promise<void> {
  const handle = await accessHandle(file);
  try {
    handle.truncate(0);
    const written = handle.write(bytes, { at: 0 });
    // A full disk does not always throw: the write may stop short.
    if (written < bytes.length) throw new StorageFullError(file.name);
    handle.flush();
  } finally {
    handle.close();
  }
}

/** A worker that was just ended gives its handles back a moment later. */
const HANDLE_TRIES = 20;
const HANDLE_WAIT_MS = 100;

async function accessHandle(file: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> {
  for (let tried = 1; ; tried++) {
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      const isHeld = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!isHeld || tried === HANDLE_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, HANDLE_WAIT_MS));
    }
  }
}

interface Place {
  readonly folder: FileSystemDirectoryHandle;
  readonly name: string;
}

async function resolve(root: FileSystemDirectoryHandle, path: string, create: boolean): Promise<Place | undefined> {
  const names = path.split('/');
  const folder = await folderAt(root, names.slice(0, -1), create);
  return folder && { folder, name: names.at(-1) ?? '' };
}

async function folderAt(
  root: FileSystemDirectoryHandle,
  names: readonly string[],
  create: boolean,
): Promise<FileSystemDirectoryHandle | undefined> {
  let folder = root;
  try {
    for (const name of names) folder = await folder.getDirectoryHandle(name, { create });
    return folder;
  } catch (error) {
    if (!create && isNotFound(error)) return undefined;
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'TypeMismatchError');
}
