/** @file What a session asks of the worker that it lives in; a test gives it another. */

import type { RunConfig } from '../../core/trace/config/config';
import type { Run } from '../../core/trace/events';
import type { DeviceFigures, EngineMessage } from '../../core/trace/messages/commands';
import type { RunPorts } from '../../core/train/ports';
import type { RunLocks } from '../store/runLocks';
import type { RunStore } from '../store/store';

export interface SessionHost {
  readonly post: (message: EngineMessage) => void;
  /** Milliseconds since 1970, fractions too. */
  readonly nowMs: () => number;
  /** Lets commands in: one turn of the event loop. */
  readonly breathe: () => Promise<void>;
  readonly store: RunStore;
  readonly locks: RunLocks;
  /** A save is on the disk. */
  readonly onKept: () => void;
  /** Opens the backend where it is not open yet, and tells the page of it. */
  readonly wake: () => Promise<void>;
  /** Waits for the backend where it is not there yet. */
  readonly openRun: (config: RunConfig, ports: Pick<RunPorts, 'texts' | 'resume'>) => Promise<Run>;
  /** Whether the device is gone. A failed read-back may come a moment before the news, so it waits for that moment. */
  readonly isDeviceLost: (device: unknown) => Promise<boolean>;
  /** A new device, or the next backend; the one that another run has opened since in place of this lost one. */
  readonly restoreDevice: (lost: unknown) => Promise<void>;
  /** What is computed on now. Each that is opened in place of a lost one is another. */
  readonly device: () => Promise<unknown>;
  /** Does this work alone on the device. Rejects too where the device refused a command of it, which by itself throws nowhere. */
  readonly compute: <T>(work: () => Promise<T>) => Promise<T>;
  readonly measure: () => Promise<DeviceFigures>;
}
