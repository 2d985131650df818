/** @file The words of the two papers and of this page, one sentence each. */

export const GLOSSARY = {
  token: 'A piece of text that the model reads as one: a word, a part of a word, or a punctuation mark.',
  loss: 'Surprise in nats: minus the natural logarithm of the probability that the model gave to the actual token.',
  checkpoint: 'The weights of a model as they were after so many steps of training.',
  'reference model':
    'A model trained on clean text, whose loss on a token tells how well that token can be learned. [RHO-1 §2.2]',
  'excess loss': 'The loss of the model minus that of the reference model, for one token. [RHO-1 Eq. 3]',
  'selective training':
    'The loss is taken only of the k % of tokens with the highest score; all are read. [RHO-1 Eq. 4]',
  'continuous thought': 'The last hidden state, fed back as the next input in place of a word. [Coconut §3]',
  frontier: 'The nodes that one more step would reach.',
  curriculum: 'Training in stages: at each, one more step of the written chain is replaced by thoughts. [Coconut §3]',
  seed: 'The number that starts the random generator: the same seed on the same backend gives the same run.',
  smoothing: 'A mean of the raw losses around each step, with weights that halve with distance.',
  moment: 'A saved state from which a run can go on exactly: the weights and the state of the optimizer.',
} as const;

export type Term = keyof typeof GLOSSARY;
