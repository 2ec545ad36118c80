import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { sha256 } from "ethers";
import { canonicalJson, type Plain } from "../../lib/canonicalJson";
import { greenReport } from "../../lib/greenReport";
import { greenReportHtml } from "../../lib/greenReportHtml";
import { allocationRows, impactRows } from "../../lib/greenReportRows";
import { readReportInput } from "./annualReport";
import { openFacility, sharesOf } from "./facilities";
import { readBytes } from "./files";
import type { OpenBond } from "./network";
import { csv, TaskError } from "./output";
import { publicationText, publishedFacility } from "./publication";

/** A raw file that goes with a report, and the facility that it is of. */
export interface NamedFile {
  readonly facility: string;
  readonly path: string;
}

/** `solar-1=pv.csv,building=load.csv` of the command line. */
export const namedFilesOf = (text: string): readonly NamedFile[] =>
  text === ""
    ? []
    : text.split(",").map((each) => {
        const [facility = "", path = "", ...rest] = each.split("=");
        if (facility !== "" && path !== "" && rest.length === 0)
          return { facility: facility.trim(), path: path.trim() };
        throw new TaskError(`--files: found "${each}", expected FACILITY=FILE, with commas between several`);
      });

/** Writes the annual report and all that it takes to recompute it; returns the names, and the hash of the report as a document. */
export const writeReport = async (
  open: OpenBond,
  fiscalYear: number,
  files: readonly NamedFile[],
  folder: string,
): Promise<{ readonly names: readonly string[]; readonly documentHash: string }> => {
  const report = greenReport(await readReportInput(open, fiscalYear));
  const json = `${canonicalJson(report as unknown as Plain)}\n`;
  const [allocationHeader = [], ...allocation] = allocationRows(report);
  const [impactHeader = [], ...impact] = impactRows(report);
  const texts = new Map([
    ["report.json", json],
    ["report.html", greenReportHtml(report)],
    ["allocation.csv", csv(allocationHeader, allocation)],
    ["impact.csv", csv(impactHeader, impact)],
    ["publication.json", await publicationOf(open, files)],
  ]);
  try {
    mkdirSync(join(folder, "raw"), { recursive: true });
    for (const [name, text] of texts) writeFileSync(join(folder, name), text);
    for (const { path } of files) copyFileSync(path, join(folder, "raw", basename(path)));
  } catch (error) {
    throw new TaskError(`--out ${folder}: cannot be written (${(error as Error).message}); name another folder`);
  }
  return {
    names: [...texts.keys(), ...files.map(({ path }) => join("raw", basename(path)))],
    documentHash: sha256(new TextEncoder().encode(json)),
  };
};

const publicationOf = async (open: OpenBond, files: readonly NamedFile[]): Promise<string> => {
  const facilities = [];
  for (const { label } of await sharesOf(open)) {
    const own = files.filter(({ facility }) => facility === label);
    facilities.push(
      await publishedFacility(
        await openFacility(open.hre, label),
        own.map(({ path }) => ({ file: join("raw", basename(path)), sha256: sha256(readBytes(path)) })),
      ),
    );
  }
  return publicationText({ network: open.name, chainId: open.book.chainId, facilities });
};
