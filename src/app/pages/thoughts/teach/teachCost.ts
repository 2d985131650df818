/** @file The cost of teaching in words. */

import type { ThoughtsConfig } from '../../../../core/trace/config/config';
import { trainPreset } from '../../../../core/trace/config/presets';
import { aboutSeconds } from '../../../shell/format';
import { MEASURED_PRESET } from '../../../state/config/cost';
import { thoughtsSeconds } from '../../../state/config/thoughtsCost';
import type { EngineStatus } from '../../../state/store';

/** `about 12 min here`; the cost is known once the engine has measured itself. */
export function teachCostWords(config: ThoughtsConfig, engine: EngineStatus): string {
  if (engine.kind !== 'ready') return 'time not measured yet';
  const seconds = thoughtsSeconds(config, trainPreset(MEASURED_PRESET).model, engine.report.tokensPerSecond);
  return `${aboutSeconds(seconds)} here`;
}
