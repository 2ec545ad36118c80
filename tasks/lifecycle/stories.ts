import type { Sheet } from "../../lib/sheet";
import { TaskError } from "../support/output";
import { DEFAULT_STORY_NEEDS, tellDefaultStory } from "./defaultStory";
import { FULL_STORY_NEEDS, tellFullStory } from "./fullStory";
import type { Play } from "./play";
import { readDefault, readLegalLife } from "./readLegal";
import type { Stage } from "./stage";
import { tellStory } from "./story";

interface Story {
  readonly tell: (play: Play) => Promise<void>;
  /** What its JSON has besides payments, refusals and totals. */
  readonly readMore: (stage: Stage) => Promise<object>;
  readonly needs: { readonly dates: number; readonly holders: number; readonly bonds: number };
}

const STORIES: Readonly<Record<string, Story>> = {
  plain: { tell: tellStory, readMore: () => Promise.resolve({}), needs: { dates: 1, holders: 1, bonds: 1 } },
  full: { tell: tellFullStory, readMore: readLegalLife, needs: FULL_STORY_NEEDS },
  default: { tell: tellDefaultStory, readMore: readDefault, needs: DEFAULT_STORY_NEEDS },
};

/** The story of that name, if the sheet is large enough for it. */
export const storyOf = (name: string, { terms, allotments }: Sheet): Story => {
  const story = STORIES[name];
  if (story === undefined)
    throw new TaskError(`--story: found "${name}", expected one of ${Object.keys(STORIES).join(", ")}`);
  const { dates, holders, bonds } = story.needs;
  const halfYears = Math.floor((terms.maturity - terms.firstPayment) / 181) + 1;
  if (halfYears < dates || allotments.length < holders || terms.bonds < bonds) {
    throw new TaskError(
      `--story ${name}: needs a sheet with at least ${dates} payment dates, ${holders} holders and ${bonds} bonds; ` +
        `found ${allotments.length} holders and ${terms.bonds} bonds, first payment and maturity ${halfYears - 1} half-years apart`,
    );
  }
  return story;
};
