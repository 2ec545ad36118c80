/**
 * Generates `docs/errors.md`: every error of the contracts, why it came and what to do.
 *
 * `npm run errors` writes the page; with `-- --check` it only compares. Either way it fails, one line each, for an error without a word.
 */
import { ENUMS } from "../tasks/support/enums";
import { REFUSALS, TRANSFER_REMEDIES } from "../tasks/support/refusals";
import { readSuite } from "./support/artifacts";
import { errorPage } from "./support/errorPage";
import { publish } from "./support/page";
import { readSource, sourcesIn } from "./support/tree";

publish(
  "docs/errors.md",
  "errors",
  errorPage({
    suite: readSuite(),
    contracts: sourcesIn(["contracts"], /^contracts\/(?!harness\/).*\.sol$/),
    refusals: REFUSALS,
    restrictions: ENUMS["Restriction"] ?? [],
    restrictionText: readSource("contracts/libraries/RestrictionText.sol"),
    remedies: TRANSFER_REMEDIES,
  }),
);
