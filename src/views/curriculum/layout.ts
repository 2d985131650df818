/** @file The sequence at each stage of a method's curriculum, as rows of blocks. [Coconut Fig 2] */

import type { SequenceSegment } from '../../core/coconut/curriculum/sequenceSegments';
import { count } from '../format';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface CurriculumRow {
  readonly stage: number;
  /** `stage 1`, or what else the method counts by. */
  readonly name: string;
  /** Steps of training at this stage; absent where no run says so. */
  readonly steps?: number | undefined;
  readonly segments: readonly SequenceSegment[];
}

export interface SegmentBlock {
  readonly kind: SequenceSegment['kind'];
  readonly xPx: number;
  readonly widthPx: number;
  /** What there is room for. */
  readonly words: string;
  readonly isLearned: boolean;
}

export interface CurriculumMarks {
  readonly rows: readonly {
    readonly stage: number;
    readonly yPx: number;
    readonly words: string;
    readonly blocks: readonly SegmentBlock[];
    readonly sentence: string;
  }[];
  readonly rowPx: number;
  readonly blockPx: number;
}

const WORDS_PX = 116;
const GAP_PX = 3;
const ROW_PX = 38;
const BLOCK_PX = 26;
/** Of a letter of a block's words. */
const LETTER_PX = 6.4;

/** Room that a part asks for; a question is cut short, for it is the same in every row. */
const UNITS: Readonly<Record<SequenceSegment['kind'], number>> = {
  question: 2.6,
  bot: 1.1,
  thought: 0.8,
  pause: 0.8,
  eot: 1.1,
  step: 2.4,
  answer: 1.7,
  eos: 1.1,
};

export function curriculumHeightPx(rows: readonly CurriculumRow[]): number {
  return rows.length * ROW_PX + 4;
}

export function curriculumLayout(rows: readonly CurriculumRow[], size: SizePx): CurriculumMarks {
  const unitsOf = ({ segments }: CurriculumRow): number => segments.reduce((sum, { kind }) => sum + UNITS[kind], 0);
  const most = Math.max(1, ...rows.map(unitsOf));
  const mostBlocks = Math.max(1, ...rows.map(({ segments }) => segments.length));
  const unitPx = (size.widthPx - WORDS_PX - GAP_PX * mostBlocks) / most;
  return {
    rowPx: ROW_PX,
    blockPx: BLOCK_PX,
    rows: rows.map((row, i) => {
      let xPx = WORDS_PX;
      return {
        stage: row.stage,
        yPx: 2 + i * ROW_PX,
        words: row.steps === undefined ? row.name : `${row.name} · ${count(row.steps)}`,
        sentence: rowSentence(row),
        blocks: row.segments.map((segment): SegmentBlock => {
          const widthPx = UNITS[segment.kind] * unitPx;
          const block = {
            kind: segment.kind,
            xPx,
            widthPx,
            words: fitting(segment, widthPx),
            isLearned: segment.learned,
          };
          xPx += widthPx + GAP_PX;
          return block;
        }),
      };
    }),
  };
}

const SHORT_WORDS: Readonly<Record<SequenceSegment['kind'], readonly string[]>> = {
  question: ['question', 'Q'],
  bot: ['<bot>', 'b'],
  thought: ['thought', 't'],
  pause: ['pause', 'p'],
  eot: ['<eot>', 'e'],
  step: ['step', ''],
  answer: ['answer', 'A'],
  eos: ['<eos>', ''],
};

function fitting({ kind, step }: SequenceSegment, widthPx: number): string {
  const number = step === undefined ? '' : String(step + 1);
  const choices = SHORT_WORDS[kind].map((words) => [words, number].filter((part) => part !== '').join(' '));
  return choices.find((words) => words.length * LETTER_PX <= widthPx - 6) ?? '';
}

/** `stage 1: question, <bot>, thought, <eot>; learned: step 2, answer, <eos>`. */
export function rowSentence(row: CurriculumRow): string {
  return `${row.name}: ${partWords(row, false)}; learned: ${partWords(row, true)}`;
}

function partWords({ segments }: CurriculumRow, learned: boolean): string {
  return segments
    .filter((segment) => segment.learned === learned)
    .map(({ kind, step }) => (step === undefined ? SHORT_WORDS[kind][0] : `step ${step + 1}`))
    .join(', ');
}

export function curriculumTable(rows: readonly CurriculumRow[]): Table {
  return {
    columns: ['stage', 'steps of training', 'given', 'learned', 'tokens given', 'tokens learned'],
    rows: rows.map((row) => {
      const tokens = (learned: boolean) =>
        row.segments.filter((each) => each.learned === learned).reduce((sum, { ids }) => sum + ids.length, 0);
      return [row.name, row.steps ?? NaN, partWords(row, false), partWords(row, true), tokens(false), tokens(true)];
    }),
  };
}
