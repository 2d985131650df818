/** @file Training a model that thinks, in the page: what to teach and what it costs, and the run at hand as it learns. */

import type { RunEntry } from '../../../state/runEntry';
import { LearningPictures } from './LearningPictures';
import { TeachForm } from './TeachForm';
import '../../../styles/teach.css';

export function Training({ entry }: { readonly entry?: RunEntry | undefined }) {
  return (
    <section className="thoughts-training" aria-labelledby="teach-title">
      <h2 id="teach-title">Teach a model to think</h2>
      {entry?.trace.config?.kind === 'thoughts' && <LearningPictures entry={entry} />}
      <TeachForm />
    </section>
  );
}
