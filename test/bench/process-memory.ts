// Resident memory of a process with all its children, as the operating system counts it. Linux only.
import { readdirSync, readFileSync } from 'node:fs';

const pageKb = 4;

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );
}

function rssKb(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageKb;
}

/** Megabytes of the process and everything it started. */
export function familyRssMb(pid: number): number {
  const familyKb = (member: number): number =>
    rssKb(member) + childrenOf(member).reduce((sum, child) => sum + familyKb(child), 0);
  return Math.round(familyKb(pid) / 1024);
}
