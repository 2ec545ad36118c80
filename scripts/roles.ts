/**
 * Generates `docs/roles.md`: who may call what, how long it waits, and what happens when a key is gone.
 *
 * `npm run roles` writes the page; with `-- --check` it only compares. Either way it fails, one line each, for a function that no table knows.
 */
import { readSuite } from "./support/artifacts";
import { publish } from "./support/page";
import { rolePage } from "./support/rolePage";
import { sourcesIn } from "./support/tree";

publish("docs/roles.md", "roles", rolePage(readSuite(), sourcesIn(["contracts"], /^contracts\/[^/]+\.sol$/)));
