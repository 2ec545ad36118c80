/**
 * Generates `docs/clauses.md`: which code keeps each clause of `docs/terms.md`, and which tests prove it.
 *
 * `npm run clauses` writes the page; with `-- --check` it only compares. Either way it fails, one line each, for what a clause lacks.
 */
import { clausePage } from "./support/clausePage";
import { publish } from "./support/page";
import { readSource, sourcesIn } from "./support/tree";

publish(
  "docs/clauses.md",
  "clauses",
  clausePage({
    terms: readSource("docs/terms.md"),
    contracts: sourcesIn(["contracts"], /^contracts\/(?!harness\/).*\.sol$/),
    code: sourcesIn(["lib", "tasks"], /\.ts$/),
    tests: sourcesIn(["test"], /\.test\.ts$/),
  }),
);
