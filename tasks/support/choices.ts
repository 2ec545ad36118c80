import { ENUMS } from "./enums";
import { TaskError } from "./output";

/** `CourtOrder` as the command line writes it: `court-order`. */
const dashed = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();

/** The values of an enum as the command line writes them. */
export const choicesOf = (enumeration: string): readonly string[] => (ENUMS[enumeration] ?? []).map(dashed);

/** The number of a value of an enum, from the command line. */
export const choiceOf = (flag: string, text: string, enumeration: string): number => {
  const choices = choicesOf(enumeration);
  if (choices.includes(text)) return choices.indexOf(text);
  throw new TaskError(`--${flag}: found "${text}", expected one of ${choices.join(", ")}`);
};
