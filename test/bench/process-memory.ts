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

const fieldMb = (status: string, name: string): number =>
  Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024);

/** Megabytes of the processes that this one started: now, and the most each ever had. */
export function childrenRssMb(pid: number): { nowMb: number; peakMb: number } {
  const statuses = childrenOf(pid).map((child) => readFileSync(`/proc/${child}/status`, 'utf8'));
  const sum = (name: string): number => statuses.reduce((all, status) => all + fieldMb(status, name), 0);
  return { nowMb: sum('VmRSS'), peakMb: sum('VmHWM') };
}
