import { dirname, join } from "node:path";
import type { HardhatRuntimeEnvironment } from "hardhat/types";
import { facilityLabels, openFacility } from "./facilities";
import { verifyFacility, type Verification } from "./impactVerify";
import { openBond, openNetwork } from "./network";
import { TaskError } from "./output";
import { verifyProceeds } from "./proceedsVerify";
import { readPublication } from "./publication";
import type { NamedFile } from "./reportFiles";

/** Verifies every facility that is named, and the proceeds and reports of every bond of the network. */
export const verifyAll = async (
  hre: HardhatRuntimeEnvironment,
  publicationFile: string | undefined,
  named: readonly NamedFile[],
): Promise<Verification> => {
  const { name, book } = await openNetwork(hre);
  const publication = publicationFile === undefined ? undefined : readPublication(publicationFile);
  if (publication !== undefined && publication.chainId !== book.chainId) {
    throw new TaskError(
      `${publicationFile}: is of chain ${publication.chainId}, and ${name} is chain ${book.chainId}; correct --network`,
    );
  }
  const labels = new Set([
    ...(publication?.facilities ?? []).map(({ id }) => id),
    ...named.map(({ facility }) => facility),
  ]);
  const found: Verification[] = [];
  for (const label of labels) {
    const published = publication?.facilities.find(({ id }) => id === label);
    const files = [
      ...(published?.files ?? []).map(({ file, sha256 }) => ({
        path: join(dirname(publicationFile ?? ""), file),
        sha256,
      })),
      ...named.filter(({ facility }) => facility === label).map(({ path }) => ({ path })),
    ];
    found.push(await verifyFacility(await openFacility(hre, label), files, published));
  }
  const ofBonds: string[] = [];
  for (const bond of Object.keys(book.bonds)) ofBonds.push(...(await verifyProceeds(await openBond(hre, bond))));
  const differences = [...found.flatMap((each) => each.differences), ...ofBonds];
  const others = (await facilityLabels(await openNetwork(hre))).filter((label) => !labels.has(label));
  const notes = [
    ...found.flatMap((each) => each.notes),
    ...(others.length === 0 ? [] : [`not verified, since nothing of them is named: ${others.join(", ")}`]),
  ];
  return { ok: differences.length === 0, differences, notes };
};
