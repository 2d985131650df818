/** @file The words of the two papers and of this page, one sentence each. */

export const GLOSSARY = {
  token: 'A piece of text that the model reads as one: a word, a part of one, or a sign.',
  loss: 'Surprise in nats: minus the natural logarithm of the chance that the model gave to what came.',
  checkpoint: 'The weights of a model as they were after so many steps of training.',
  'reference model':
    'A model that was trained on clean text, and tells how well each token can be learned. [RHO-1 §2.2]',
  'excess loss': 'The loss of the model minus that of the reference model, for one token. [RHO-1 Eq. 3]',
  'selective training':
    'The loss is taken only of the k % of tokens with the highest score; all are read. [RHO-1 Eq. 4]',
  'continuous thought': 'The last hidden state, fed back as the next input in place of a word. [Coconut §3]',
  frontier: 'Nodes that one more step from what is already reached would find.',
  curriculum: 'Training in stages: at each, one more step of the written chain is replaced by thoughts. [Coconut §3]',
  seed: 'The number that all chance in a run follows from: the same seed on the same backend gives the same run.',
  smoothing: 'A mean of the raw losses around each step, with weights that halve with distance.',
  moment: 'A save that a run can go on from exactly: weights, and the state of the optimizer.',
} as const;

export type Term = keyof typeof GLOSSARY;
