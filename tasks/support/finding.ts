/** How things stand in one respect; a remedy for whatever is not ok. */
export interface Finding {
  readonly check: string;
  readonly state: "ok" | "warning" | "failed";
  readonly found: string;
  readonly remedy?: string;
}
