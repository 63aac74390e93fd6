// Whether two prepared templates are of one finger. Edges that may be the same one each say how one finger would have to
// lie to be the other; where many say the same, that pose is tried: minutiae are paired under it, the pose is corrected
// by the pairs, and the pairs are weighed against the minutiae that should have had one and have none.
// SourceAFIS grows a tree from one root pair after another; the vote takes the place of trying roots in turn, and the
// pairing under a corrected pose that of the tree. Both are our own code.
import { columnHalf, columnPx } from './prepared-minutiae.ts';
import type { PreparedMinutiae, ProbeIndex } from './prepared-minutiae.ts';

export interface MinutiaeMatch {
  /** Log-likelihood ratio of "one finger" to "two fingers", natural logarithm; 0 where nothing fits. */
  readonly score: number;
  readonly pairs: number;
}

/**
 * Measured on the generated fingers of generate-finger.ts (docs/spec/devices.md): one pair of different fingers in 1,000
 * comes above 10, one in 10,000 above 13, the highest of 250,000 was 18. Between the two numbers a person decides.
 */
export const fingerThresholds = { matchAtLeast: 20, reviewAtLeast: 11 } as const;

export type FingerOutcome = 'match' | 'review' | 'mismatch';

export function judgeFingers({ score }: MinutiaeMatch): FingerOutcome {
  if (score >= fingerThresholds.matchAtLeast) return 'match';
  return score >= fingerThresholds.reviewAtLeast ? 'review' : 'mismatch';
}

export interface MinutiaeMatcher {
  compare(probe: ProbeIndex, candidate: PreparedMinutiae): MinutiaeMatch;
}

const fullTurn = 2 * Math.PI;

/** Steps of the vote. A pose told by one edge is off by about 10 px and 6° (jitter of its four ends). */
const turnSteps = 16;
const shiftStepPx = 28;
const shiftSteps = 31;
const shiftHalf = Math.floor(shiftSteps / 2);
/** One step stays free all round, so that every cell has neighbours. */
const maxShiftPx = (shiftHalf - 1) * shiftStepPx;
const turnsPerRadian = turnSteps / fullTurn;
const maxVotes = 16_384;
/** Poses tried at most (a third one saves no finger and costs a third), and the votes without which none is tried. */
const maxPoses = 2;
const maxPeaks = 24;
const leastVotes = 4;
/** Corrections of a pose, each with a narrower search for pairs: pixels and radians. */
const searches = [
  { px: 24, angle: 0.7 },
  { px: 18, angle: 0.6 },
  { px: 15, angle: 0.5 },
] as const;
/** What one minutia is off by between two impressions of one finger: pixels along each axis, radians. */
const spreadPx = 5;
const spreadAngle = 0.16;
/** Two fingers' ridges run alike where the fingers lie alike: a chance pair agrees in angle this much oftener. */
const alikeAngles = 3;
/** A minutia of one is found in the other so often, where the other shows that part of the finger. */
const foundAgain = 0.62;
/** Nearer than this to any minutia of the other, a minutia lies on the part that both show. */
const commonPartPx = 34;
const lastColumn = columnHalf * 2;
const fewestPairs = 5;

export function createMinutiaeMatcher(): MinutiaeMatcher {
  const votes = new Int16Array(turnSteps * shiftSteps * shiftSteps);
  const marked = new Uint8Array(votes.length);
  const voteCell = new Int32Array(maxVotes);
  const voteCos = new Float32Array(maxVotes);
  const voteSin = new Float32Array(maxVotes);
  const voteX = new Float32Array(maxVotes);
  const voteY = new Float32Array(maxVotes);
  const size = 128;
  const mate = new Int16Array(size);
  const mateCost = new Float32Array(size);
  const mateOf = new Int16Array(size);
  const mateOfCost = new Float32Array(size);
  const nearest = new Float32Array(size);
  const nearestOf = new Float32Array(size);
  const pose = { turn: 0, x: 0, y: 0 };

  function vote({ minutiae, start, entries }: ProbeIndex, candidate: PreparedMinutiae): number {
    const probe = minutiae.edges;
    const edges = candidate.edges;
    let count = 0;
    for (let edge = 0; edge < edges.count; edge += 1) {
      const cell = edges.cell[edge] as number;
      const direction = edges.direction[edge] as number;
      const edgeCos = edges.cos[edge] as number;
      const edgeSin = edges.sin[edge] as number;
      const middleX = edges.middleX[edge] as number;
      const middleY = edges.middleY[edge] as number;
      const end = start[cell + 1] as number;
      for (let at = start[cell] as number; at < end && count < maxVotes; at += 1) {
        const entry = entries[at] as number;
        const turned = entry >= probe.count;
        const own = turned ? entry - probe.count : entry;
        let turn = direction - (probe.direction[own] as number) + (turned ? Math.PI : 0);
        if (turn < 0) turn += fullTurn;
        else if (turn >= fullTurn) turn -= fullTurn;
        // The cosine and sine of a difference, from those of its parts.
        const ownCos = turned ? -(probe.cos[own] as number) : (probe.cos[own] as number);
        const ownSin = turned ? -(probe.sin[own] as number) : (probe.sin[own] as number);
        const cos = edgeCos * ownCos + edgeSin * ownSin;
        const sin = edgeSin * ownCos - edgeCos * ownSin;
        const px = probe.middleX[own] as number;
        const py = probe.middleY[own] as number;
        const shiftX = middleX - (px * cos - py * sin);
        const shiftY = middleY - (px * sin + py * cos);
        if (shiftX > maxShiftPx || shiftX < -maxShiftPx || shiftY > maxShiftPx || shiftY < -maxShiftPx)
          continue;
        // Truncated: all are above zero.
        const cellX = (shiftX / shiftStepPx + shiftHalf + 0.5) | 0;
        const cellY = (shiftY / shiftStepPx + shiftHalf + 0.5) | 0;
        const cellTurn = (turn * turnsPerRadian) & (turnSteps - 1);
        const key = (cellTurn * shiftSteps + cellX) * shiftSteps + cellY;
        votes[key] = (votes[key] as number) + 1;
        voteCell[count] = key;
        voteCos[count] = cos;
        voteSin[count] = sin;
        voteX[count] = shiftX;
        voteY[count] = shiftY;
        count += 1;
      }
    }
    return count;
  }

  function around(key: number): number {
    const plane = shiftSteps * shiftSteps;
    const base = key % plane;
    const turnCell = Math.floor(key / plane);
    let sum = 0;
    for (let step = turnSteps - 1; step <= turnSteps + 1; step += 1) {
      const from = ((turnCell + step) % turnSteps) * plane + base;
      for (let row = from - shiftSteps; row <= from + shiftSteps; row += shiftSteps)
        sum += (votes[row - 1] as number) + (votes[row] as number) + (votes[row + 1] as number);
    }
    return sum;
  }

  /** The cells with most votes in and around them, no two of them neighbours. */
  function peaks(count: number): number[] {
    let most = 0;
    for (let at = 0; at < count; at += 1) most = Math.max(most, votes[voteCell[at] as number] as number);
    const found = new Map<number, number>();
    const least = Math.max(2, Math.ceil(most * 0.6));
    for (let at = 0; at < count && found.size < maxPeaks; at += 1) {
      const key = voteCell[at] as number;
      if ((votes[key] as number) >= least && !found.has(key)) found.set(key, around(key));
    }
    const ranked = [...found].filter(([, sum]) => sum >= leastVotes).sort(([, a], [, b]) => b - a);
    const chosen: number[] = [];
    for (const [key] of ranked) {
      if (chosen.length === maxPoses) break;
      if (chosen.every((other) => !areNeighbours(key, other))) chosen.push(key);
    }
    return chosen;
  }

  function mark(key: number, as: 0 | 1): void {
    const plane = shiftSteps * shiftSteps;
    const turnCell = Math.floor(key / plane);
    for (let step = turnSteps - 1; step <= turnSteps + 1; step += 1) {
      const from = ((turnCell + step) % turnSteps) * plane + (key % plane);
      for (let row = from - shiftSteps; row <= from + shiftSteps; row += shiftSteps)
        marked.fill(as, row - 1, row + 2);
    }
  }

  function meanPose(key: number, count: number): void {
    let cos = 0;
    let sin = 0;
    let x = 0;
    let y = 0;
    let n = 0;
    mark(key, 1);
    for (let at = 0; at < count; at += 1) {
      if (marked[voteCell[at] as number] !== 1) continue;
      cos += voteCos[at] as number;
      sin += voteSin[at] as number;
      x += voteX[at] as number;
      y += voteY[at] as number;
      n += 1;
    }
    mark(key, 0);
    pose.turn = Math.atan2(sin, cos);
    pose.x = x / n;
    pose.y = y / n;
  }

  /** Pairs each minutia with the other's that suits it best, where that suits both. Returns how many pairs there are. */
  function pair(
    probe: PreparedMinutiae,
    candidate: PreparedMinutiae,
    maxPx: number,
    maxAngle: number,
  ): number {
    const cos = Math.cos(pose.turn);
    const sin = Math.sin(pose.turn);
    const reach = Math.max(maxPx, commonPartPx);
    for (let c = 0; c < candidate.count; c += 1) {
      mateOf[c] = -1;
      mateOfCost[c] = Number.POSITIVE_INFINITY;
      nearestOf[c] = Number.POSITIVE_INFINITY;
    }
    for (let p = 0; p < probe.count; p += 1) {
      const x = (probe.x[p] as number) * cos - (probe.y[p] as number) * sin + pose.x;
      const y = (probe.x[p] as number) * sin + (probe.y[p] as number) * cos + pose.y;
      const angle = (probe.angle[p] as number) + pose.turn;
      mate[p] = -1;
      let best = Number.POSITIVE_INFINITY;
      let closest = Number.POSITIVE_INFINITY;
      const firstColumn = Math.floor((x - reach) / columnPx) + columnHalf;
      const from =
        firstColumn <= 0
          ? 0
          : firstColumn > lastColumn
            ? candidate.count
            : (candidate.column[firstColumn] as number);
      for (let c = from; c < candidate.count; c += 1) {
        const dx = (candidate.x[c] as number) - x;
        if (dx > reach) break;
        const dy = (candidate.y[c] as number) - y;
        const squared = dx * dx + dy * dy;
        if (squared < closest) closest = squared;
        if (squared < (nearestOf[c] as number)) nearestOf[c] = squared;
        if (squared > maxPx * maxPx) continue;
        const off = angleBetween(candidate.angle[c] as number, angle);
        if (off > maxAngle) continue;
        const cost = squared / (spreadPx * spreadPx) + (off * off) / (spreadAngle * spreadAngle);
        if (cost < best) {
          best = cost;
          mate[p] = c;
        }
        if (cost < (mateOfCost[c] as number)) {
          mateOfCost[c] = cost;
          mateOf[c] = p;
        }
      }
      mateCost[p] = best;
      nearest[p] = closest;
    }
    let pairs = 0;
    for (let p = 0; p < probe.count; p += 1) {
      const c = mate[p] as number;
      if (c >= 0 && (mateOf[c] as number) === p) pairs += 1;
      else mate[p] = -1;
    }
    return pairs;
  }

  /** The turn and shift that bring the pairs closest together, in the least squares. */
  function correct(probe: PreparedMinutiae, candidate: PreparedMinutiae, pairs: number): void {
    let px = 0;
    let py = 0;
    let cx = 0;
    let cy = 0;
    for (let p = 0; p < probe.count; p += 1) {
      const c = mate[p] as number;
      if (c < 0) continue;
      px += probe.x[p] as number;
      py += probe.y[p] as number;
      cx += candidate.x[c] as number;
      cy += candidate.y[c] as number;
    }
    px /= pairs;
    py /= pairs;
    cx /= pairs;
    cy /= pairs;
    let along = 0;
    let across = 0;
    for (let p = 0; p < probe.count; p += 1) {
      const c = mate[p] as number;
      if (c < 0) continue;
      const ax = (probe.x[p] as number) - px;
      const ay = (probe.y[p] as number) - py;
      const bx = (candidate.x[c] as number) - cx;
      const by = (candidate.y[c] as number) - cy;
      along += ax * bx + ay * by;
      across += ax * by - ay * bx;
    }
    pose.turn = Math.atan2(across, along);
    const cos = Math.cos(pose.turn);
    const sin = Math.sin(pose.turn);
    pose.x = cx - (px * cos - py * sin);
    pose.y = cy - (px * sin + py * cos);
  }

  function weigh(probe: PreparedMinutiae, candidate: PreparedMinutiae): number {
    const common = commonPartPx * commonPartPx;
    // Minutiae a square pixel on the part both show: what a chance pair is likelier with.
    const density = 1 / 2_000;
    const spread = 1 / (fullTurn * spreadPx * spreadPx * 2);
    const anglePeak = 1 / (Math.sqrt(fullTurn) * spreadAngle);
    const perfect = Math.log((foundAgain * spread * anglePeak) / (density * (alikeAngles / fullTurn)));
    let score = 0;
    for (let p = 0; p < probe.count; p += 1) {
      if ((mate[p] as number) >= 0) score += perfect - (mateCost[p] as number) / 4;
      else if ((nearest[p] as number) < common) score += Math.log(1 - foundAgain) / 2;
    }
    for (let c = 0; c < candidate.count; c += 1) {
      const p = mateOf[c] as number;
      const paired = p >= 0 && (mate[p] as number) === c;
      if (!paired && (nearestOf[c] as number) < common) score += Math.log(1 - foundAgain) / 2;
    }
    return score;
  }

  return {
    compare(index, candidate) {
      const probe = index.minutiae;
      const count = vote(index, candidate);
      let best: MinutiaeMatch = { score: 0, pairs: 0 };
      for (const key of peaks(count)) {
        meanPose(key, count);
        let pairs = 0;
        for (const { px, angle } of searches) {
          pairs = pair(probe, candidate, px, angle);
          if (pairs < fewestPairs) break;
          if (px !== searches[searches.length - 1]?.px) correct(probe, candidate, pairs);
        }
        if (pairs < fewestPairs) continue;
        const score = weigh(probe, candidate);
        if (score > best.score) best = { score, pairs };
      }
      for (let at = 0; at < count; at += 1) votes[voteCell[at] as number] = 0;
      return best;
    },
  };
}

function areNeighbours(a: number, b: number): boolean {
  const plane = shiftSteps * shiftSteps;
  const turns = Math.abs(Math.floor(a / plane) - Math.floor(b / plane));
  if (turns > 1 && turns < turnSteps - 1) return false;
  const rows = Math.abs(Math.floor((a % plane) / shiftSteps) - Math.floor((b % plane) / shiftSteps));
  return rows <= 1 && Math.abs((a % shiftSteps) - (b % shiftSteps)) <= 1;
}

function angleBetween(a: number, b: number): number {
  let off = a - b;
  off -= Math.round(off / fullTurn) * fullTurn;
  return off < 0 ? -off : off;
}
