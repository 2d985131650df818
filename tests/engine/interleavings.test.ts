/**
 * Every command at every await of a run. Store, locks, device and generator wait at gates that the test opens one by one,
 * so that a command is sent in each of the moments that real time only sometimes meets.
 */
import { expect, test } from 'vitest';
import type { EngineMessage, RunId, RunState } from '../../src/core/trace/messages/commands';
import { trainPreset } from '../../src/core/trace/config/presets';
import type { Run } from '../../src/core/trace/events';
import { Requests } from '../../src/core/train/requests';
import type { RunPorts } from '../../src/core/train/ports';
import { memoryFileTree } from '../../src/engine/store/fileTree';
import { Session, type SessionCommand } from '../../src/engine/runs/session';
import type { SessionHost } from '../../src/engine/runs/sessionHost';
import { RunStore } from '../../src/engine/store/store';

const run = 'r1' as RunId;
const config = { ...trainPreset('tiny', { steps: 2 }), checkpoints: 2 };
const COMMANDS = ['pause', 'resume', 'step', 'stop', 'discard'] as const;
type Sent = (typeof COMMANDS)[number];
const ENDS: readonly (RunState | undefined)[] = ['done', 'stopped', 'failed'];

/** A device that refuses a command in the pull of this number, after the generator has yielded; or is lost by it. */
interface Fault {
  readonly pull: number;
  readonly isLost: boolean;
}

class Gates {
  readonly #waiting: (() => void)[] = [];

  readonly wait = (): Promise<void> => new Promise((resolve) => this.#waiting.push(resolve));

  /** Opens the one that has waited longest; false where none waits once all that can go on has gone on. */
  async open(): Promise<boolean> {
    const open = this.#waiting.shift();
    open?.();
    await settled();
    return open !== undefined;
  }
}

/** All microtasks are done. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class GatedStore extends RunStore {
  readonly #gates: Gates;

  constructor(gates: Gates) {
    super(memoryFileTree());
    this.#gates = gates;
  }

  override async save(...given: Parameters<RunStore['save']>): Promise<void> {
    await this.#gates.wait();
    await super.save(...given);
  }

  override async saveWeights(...given: Parameters<RunStore['saveWeights']>): Promise<void> {
    await this.#gates.wait();
    await super.saveWeights(...given);
  }

  override async load(...given: Parameters<RunStore['load']>): ReturnType<RunStore['load']> {
    await this.#gates.wait();
    return super.load(...given);
  }

  override async discard(...given: Parameters<RunStore['discard']>): Promise<void> {
    await this.#gates.wait();
    await super.discard(...given);
  }
}

interface Outcome {
  /** Gates that were opened until nothing went on by itself. */
  readonly gates: number;
  /** False where the run was over before the last moment of the plan. */
  readonly isWhole: boolean;
  readonly faults: readonly string[];
}

/** Two steps between two checkpoints, a gate before each event. */
async function* gatedRun({ resume }: Pick<RunPorts, 'resume'>, gates: Gates, onFreed: () => void): Run {
  const requests = new Requests(4);
  let step = resume?.step ?? 0;
  try {
    await gates.wait();
    requests.take(yield { kind: 'started', config, stamp: { backend: 'none', adapter: '', commit: 'test' } });
    requests.take(yield { kind: 'tokenizer', json: '{}' });
    const [textBytes, ids, byteEnd] = [Uint8Array.of(97), Int32Array.of(1), Int32Array.of(1)];
    requests.take(yield { kind: 'document', name: 'd', textBytes, ids, byteEnd });
    const state = () => ({ kind: 'state' as const, step, arms: [Float32Array.of(step)] });
    for (let checkpoint = resume?.checkpointsDone ?? 0; checkpoint < 2; checkpoint++) {
      while (step < checkpoint * 2) {
        await gates.wait();
        if (requests.isSaveDue) {
          requests.isSaveDue = false;
          requests.take(yield state());
        }
        const one = Float32Array.of(1);
        const first = step++;
        requests.take(
          yield { kind: 'steps', arm: 0, first, lossNats: one, gradientNorm: one.slice(), learningRate: one.slice() },
        );
      }
      requests.take(yield { kind: 'checkpoint', arm: 0, checkpoint, step, weights: Float32Array.of(step) });
      await gates.wait();
      requests.take(yield { kind: 'scored', arm: 0, checkpoint, step, first: 0, lossNats: Float32Array.of(1) });
    }
    yield state();
    yield { kind: 'finished', reason: 'done' };
  } finally {
    onFreed();
  }
}

/** Plays one run to where nothing goes on by itself, then stops it if it waits, and tells all that is not as it must be. */
async function play(plan: readonly { readonly gate: number; readonly kind: Sent }[], fault?: Fault): Promise<Outcome> {
  const gates = new Gates();
  const states: RunState[] = [];
  const [counts, due] = [{ opened: 0, freed: 0, locks: 0, pulls: 0 }, { fault }];
  let isLost = false;
  let nowMs = 0;
  const host: SessionHost = {
    post: (message: EngineMessage) => void (message.kind === 'state' && states.push(message.state)),
    nowMs: () => (nowMs += 20),
    breathe: gates.wait,
    store: new GatedStore(gates),
    locks: {
      claim: async () => {
        await gates.wait();
        counts.locks++;
        return () => counts.locks--;
      },
      claimed: async () => new Set(),
    },
    onKept: () => undefined,
    openRun: async (_, ports) => {
      await gates.wait();
      counts.opened++;
      return gatedRun(ports, gates, () => counts.freed++);
    },
    compute: async (work) => {
      const done = await work();
      if (counts.pulls++ !== due.fault?.pull) return done;
      isLost = due.fault.isLost;
      throw new Error('refused for want of memory');
    },
    isDeviceLost: async () => {
      await gates.wait();
      return isLost;
    },
    restoreDevice: async () => {
      await gates.wait();
      isLost = false;
    },
    measure: () => Promise.reject(new Error('not here')),
    wake: () => Promise.resolve(),
    device: () => Promise.resolve('the only one'),
  };
  const session = new Session(host);
  let pending = 0;
  const errors: string[] = [];
  const send = (command: SessionCommand) => {
    pending++;
    session
      .handle(command)
      .catch((error: unknown) => errors.push(`${command.kind} threw ${String(error)}`))
      .finally(() => pending--);
  };
  send({ kind: 'start', run, config, texts: {} });
  await settled();
  let gate = 0;
  const sent: Sent[] = [];
  const sendDue = () => {
    for (const { kind } of plan.filter((each) => each.gate === gate)) {
      sent.push(kind);
      send({ kind, run });
    }
  };
  sendDue();
  await settled();
  while (await gates.open()) {
    gate++;
    sendDue();
    await settled();
  }
  const last = sent.at(-1);
  if (states.at(-1) === 'paused') {
    if (last === 'stop' || last === 'resume' || last === 'discard') errors.push(`paused although ${last} came last`);
    send({ kind: 'stop', run });
    await settled();
    while (await gates.open());
  }
  if (!ENDS.includes(states.at(-1))) errors.push(`ended as ${states.at(-1)}`);
  if (fault && !fault.isLost && counts.pulls > fault.pull && !states.includes('failed')) errors.push('did not fail');
  // A generator that was never pulled has nothing to free.
  if (counts.opened !== counts.freed) errors.push(`opened ${counts.opened}, freed ${counts.freed}`);
  if (counts.locks !== 0) errors.push(`${counts.locks} locks held`);
  if (pending !== 0) errors.push(`${pending} commands never answered`);
  if (last === 'discard' && (await host.store.list()).length > 0) errors.push('deleted, and still listed');
  return { gates: gate, isWhole: sent.length === plan.length, faults: errors };
}

test('each command at each await, alone and followed by each other one: legal ends, nothing leaked', async () => {
  const { gates, faults } = await play([]);
  expect(faults).toEqual([]);
  const illegal: string[] = [];
  let tried = 0;
  for (let first = 0; first <= gates; first++)
    for (const a of COMMANDS)
      // The first command may end the run early, or keep it going for longer than it would by itself.
      for (let second = first, isOver = false; !isOver; second++) {
        isOver = true;
        for (const b of COMMANDS) {
          const outcome = await play([
            { gate: first, kind: a },
            { gate: second, kind: b },
          ]);
          if (outcome.isWhole) [tried, isOver] = [tried + 1, false];
          if (outcome.faults.length > 0)
            illegal.push(`${a} at ${first}, ${b} at ${second}: ${outcome.faults.join('; ')}`);
        }
      }
  console.log(`${tried} interleavings of two commands over ${gates} awaits, ${illegal.length} illegal`);
  expect(illegal).toEqual([]);
  expect(tried).toBeGreaterThan(4000);
}, 120_000);

test('a device that refuses or is lost at each pull, with each command at each await: the generator is given back', async () => {
  const { gates } = await play([]);
  const illegal: string[] = [];
  let tried = 0;
  for (const isLost of [false, true])
    for (let pull = 0; pull < 12; pull++)
      for (let gate = 0; gate <= gates; gate++)
        for (const kind of COMMANDS) {
          const outcome = await play([{ gate, kind }], { pull, isLost });
          tried += Number(outcome.isWhole);
          if (outcome.faults.length > 0)
            illegal.push(`${kind} at ${gate}, ${isLost ? 'lost' : 'refused'} at ${pull}: ${outcome.faults.join('; ')}`);
        }
  console.log(`${tried} interleavings with a device error, ${illegal.length} illegal`);
  expect(illegal).toEqual([]);
  expect(tried).toBeGreaterThan(1000);
}, 120_000);
