// The disk the data lies on, as the services see it; tests fill it by hand.

export interface Disk {
  /** Bytes this user may still write; null when it cannot be asked. */
  freeBytes(): number | null;
}
