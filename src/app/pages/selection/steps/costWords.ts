/** @file What a run will cost on this device, in words. */

import type { TrainConfig } from '../../../../core/trace/config/config';
import { trainPreset } from '../../../../core/trace/config/presets';
import { aboutSeconds } from '../../../shell/format';
import { estimatedSeconds, MEASURED_PRESET } from '../../../state/config/cost';
import type { EngineStatus } from '../../../state/store';

/** Nothing until the engine has measured itself. */
export function costWords(config: TrainConfig, engine: EngineStatus): string[] {
  if (engine.kind !== 'ready') return [];
  const measured = trainPreset(MEASURED_PRESET).model;
  return [`${aboutSeconds(estimatedSeconds(config, measured, engine.report.tokensPerSecond))} here`];
}
